import type { Environment } from "../../config/model.ts";
import { checkAll, type CheckResult } from "../../verify/checks/check-service.ts";
import { configOf, serviceNamed } from "../stack-config.ts";
import { publicChecks } from "../verify/checks-of.ts";

/** Which services are asked. */
export interface VerifyOptions {
  /** Only this one. @default all */
  readonly service?: string;
}

/**
 * Asks every service of an environment over its public address: whether it is well, then what its API
 * tests say.
 *
 * @throws CliError when there is no such service.
 */
export function verify(
  environment: Environment,
  { service }: VerifyOptions = {},
): Promise<readonly CheckResult[]> {
  const config = configOf(environment);
  const only = service === undefined ? undefined : serviceNamed(config, service);
  const services = config.services.filter(({ name }) => only === undefined || name === only);
  return checkAll(publicChecks({ services }));
}
