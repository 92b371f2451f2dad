import type { Config, Environment } from "../../config/model.ts";
import type { Progress } from "../../toolchain/progress.ts";
import { checkAll, type CheckResult } from "../../verify/checks/check-service.ts";
import { configOf, serviceNamed } from "../stack-config.ts";
import { findTarget, type TargetOptions } from "../target.ts";
import { publicChecks } from "../verify/checks-of.ts";
import { verifyInside } from "../verify/inside.ts";

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
  return checkAll(publicChecks({ services: chosen(config, service) }));
}

/**
 * The same from inside the cluster, over each Service.
 *
 * @throws CliError, exit code 2, for the local cluster, whose pods are simulated · what `verifyInside` throws.
 */
export async function verifyFromInside(
  environment: Environment,
  { service, ...options }: VerifyOptions & TargetOptions,
  progress: Progress,
): Promise<readonly CheckResult[]> {
  const services = chosen(configOf(environment), service).map(({ name }) => name);
  const target = await findTarget(environment, options);
  const config = configOf(environment, target.stackFile);
  return verifyInside({ target, config, services }, progress);
}

function chosen(config: Config, service: string | undefined): Config["services"] {
  if (service === undefined) return config.services;
  const only = serviceNamed(config, service);
  return config.services.filter(({ name }) => name === only);
}
