import type { Config, Environment } from "../../config/model.ts";
import { configOf, serviceNamed } from "../stack-config.ts";
import { checkService, type CheckResult, type ServiceCheck } from "../verify/check-service.ts";

/** Which services are asked. */
export interface VerifyOptions {
  /** Only this one. @default all */
  readonly service?: string;
}

/**
 * Asks every service of an environment over its public address whether it is well, all at once.
 *
 * @throws CliError when there is no such service.
 */
export function verify(
  environment: Environment,
  { service }: VerifyOptions = {},
): Promise<readonly CheckResult[]> {
  const config = configOf(environment);
  const only = service === undefined ? undefined : serviceNamed(config, service);
  const checks = publicChecks(config).filter((each) => only === undefined || each.service === only);
  return Promise.all(checks.map((each) => checkService(each)));
}

/** The health path of each service on its public host. */
export function publicChecks({ services }: Pick<Config, "services">): ServiceCheck[] {
  return services.map(({ name, host, paths }) => ({
    service: name,
    url: `https://${host}${paths.health}`,
    status: 200,
  }));
}
