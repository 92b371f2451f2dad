import type { Environment } from "../../config/model.ts";
import { kubeConfigFor } from "../kube.ts";
import { configOf, serviceNamed } from "../stack-config.ts";
import { offHere, type OffHere } from "../secrets/needs.ts";
import { withHolds } from "../status/holds.ts";
import type { ServiceStatus } from "../status/model.ts";
import { readLive, whereLive } from "../status/read-live.ts";
import { statusOf } from "../status/status.ts";
import { toolAccess, type ToolAccess } from "../status/tools.ts";
import { findTarget, type TargetOptions } from "../target.ts";

/** What `./msa status` knows of one environment. */
export interface EnvironmentStatus {
  readonly services: readonly ServiceStatus[];
  /** Empty when one service was asked for. */
  readonly tools: readonly ToolAccess[];
  /** What is configured and yet off; empty when one service was asked for. */
  readonly off: readonly OffHere[];
}

/**
 * What runs in an environment, service by service, and how its tools are opened.
 *
 * @throws CliError when the environment has no cluster, the cluster does not answer, or there is no such service.
 */
export async function status(
  environment: Environment,
  service: string | undefined,
  options: TargetOptions,
): Promise<EnvironmentStatus> {
  const target = await findTarget(environment, options);
  const config = configOf(environment, target.stackFile);
  const only = service === undefined ? undefined : serviceNamed(config, service);
  const live = await readLive(kubeConfigFor(target), whereLive(config));
  const rows = statusOf(config, live).filter((row) => only === undefined || row.service === only);
  return {
    // Holds of the working tree: a run's own stack file is only as new as its last run.
    services: withHolds(rows, configOf(environment)),
    tools: only === undefined ? toolAccess(config, target.context) : [],
    off: only === undefined ? offHere(config, target) : [],
  };
}
