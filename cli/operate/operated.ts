import type { KubeConfig } from "@kubernetes/client-node";

import type { Config, Environment } from "../../config/model.ts";
import { kubeConfigFor } from "../kube.ts";
import { refuseOtherCluster } from "../preflight/same-cluster.ts";
import { configOf } from "../stack-config.ts";
import { findTarget, type Target, type TargetOptions } from "../target.ts";

/** An environment with what a verb needs to act on its cluster. */
export interface Operated {
  readonly environment: Environment;
  readonly target: Target;
  readonly config: Config;
  readonly kube: KubeConfig;
}

/**
 * Finds the cluster of an environment, to look at it.
 *
 * @throws CliError when the environment has no cluster, or a file is wrong.
 */
export async function operated(
  environment: Environment,
  options: TargetOptions,
): Promise<Operated> {
  const target = await findTarget(environment, options);
  const config = configOf(environment, target.stackFile);
  return { environment, target, config, kube: kubeConfigFor(target) };
}

/**
 * The same to change something there: a cluster that is not the stack's own is refused first.
 *
 * @throws CliError as `operated`, and for another cluster.
 */
export async function refuseUnlessOwn({ kube, config }: Operated): Promise<void> {
  await refuseOtherCluster(kube, config.cluster);
}
