import type { Config, Environment, Service } from "../../config/model.ts";
import type { Progress } from "../../toolchain/progress.ts";
import { checkAll, type CheckResult } from "../../verify/checks/check-service.ts";
import { configOf, serviceOf } from "../stack-config.ts";
import { findTarget, type TargetOptions } from "../target.ts";
import { publicChecks } from "../verify/checks-of.ts";
import { verifyInside } from "../verify/inside.ts";

/** Which services are asked. */
export interface VerifyOptions {
  /** Names. @default all */
  readonly services?: readonly string[];
}

/**
 * Asks every service of an environment over its public address: whether it is well, then what its API
 * tests say.
 *
 * @throws CliError when there is no such service.
 */
export function verify(
  environment: Environment,
  { services }: VerifyOptions = {},
): Promise<readonly CheckResult[]> {
  const config = configOf(environment);
  return checkAll(publicChecks({ services: chosen(config, services) }));
}

/**
 * The same from inside the cluster, over each Service.
 *
 * @throws CliError, exit code 2, for the local cluster, whose pods are simulated · what `verifyInside` throws.
 */
export async function verifyFromInside(
  environment: Environment,
  { services: wanted, ...options }: VerifyOptions & TargetOptions,
  progress: Progress,
): Promise<readonly CheckResult[]> {
  const services = chosen(configOf(environment), wanted).map(({ name }) => name);
  const target = await findTarget(environment, options);
  const config = configOf(environment, target.stackFile);
  return verifyInside({ target, config, services }, progress);
}

function chosen(config: Config, names: readonly string[] | undefined): readonly Service[] {
  return names === undefined ? config.services : names.map((name) => serviceOf(config, name));
}
