import type { KubeConfig } from "@kubernetes/client-node";

import type { Config, Environment, Service } from "../../config/model.ts";
import { kubeConfigFor } from "../kube.ts";
import { refuseOtherCluster } from "../preflight/same-cluster.ts";
import { configOf, serviceNamed } from "../stack-config.ts";
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

/**
 * The service of a name, or every one for `all`.
 *
 * @throws CliError for a name that no service has.
 */
export function servicesNamed(config: Config, name: string): readonly Service[] {
  if (name === "all") return config.services;
  const only = serviceNamed(config, name);
  return config.services.filter((service) => service.name === only);
}

/** What a person adds to a further command to mean the same cluster; with a space before it. */
export function optionsOf({ local, context }: TargetOptions): string {
  if (context !== undefined) return ` --context ${context}`;
  return local === true ? " --local" : "";
}
