import { existsSync } from "node:fs";
import { join } from "node:path";

import type { Environment } from "../config/model.ts";
import { readCluster } from "../toolchain/cluster/cluster.ts";
import { CliError, exitCodes } from "./errors.ts";
import { localFolder, stackFile } from "./paths.ts";
import { configOf } from "./stack-config.ts";

/** The cluster a command acts on, and the files that describe the stack there. */
export interface Target {
  readonly environment: Environment;
  /** `local`: ours, of processes · `context`: a try on the user's own cluster · `stack`: the real one. */
  readonly kind: "local" | "context" | "stack";
  /** Ignored folder of a local or context run; absent for the real one. */
  readonly folder?: string;
  /** Context in the kubeconfig. */
  readonly context: string;
  /** Kubeconfig file; absent means the person's own (KUBECONFIG or the default). */
  readonly kubeconfig?: string;
  /** Stack file to read: the joined one of a run, or the committed one. */
  readonly stackFile: string;
}

/** How a person may choose a target. */
export interface TargetOptions {
  /** The local cluster, also when the stack is pinned to a real one. */
  readonly local?: boolean;
  /** A context of the person's own kubeconfig, tried with `up --context`. */
  readonly context?: string;
}

/** What a person adds to a further command to mean the same cluster; with a space before it. */
export function optionsOf({ local, context }: TargetOptions): string {
  if (context !== undefined) return ` --context ${context}`;
  return local === true ? " --local" : "";
}

/** The environment has no cluster yet, of the kind that was asked for. */
export class NoClusterError extends CliError {}

/** Folder of the local run of an environment: its stack, its state and its cluster. */
export function localRunFolder(environment: Environment): string {
  return join(localFolder, "local", environment);
}

/** Folder of the local cluster of a platform's owner, inside its run's; its tenants use the same. */
export function clusterFolder(environment: Environment): string {
  return join(localRunFolder(environment), "cluster");
}

/** Folder of a try on the person's own cluster. */
export function contextRunFolder(environment: Environment, context: string): string {
  return join(localFolder, "contexts", encodeURIComponent(context), environment);
}

/** Where a run keeps its joined stack file; Pulumi derives the name from the stack's. */
export function joinedStackFile(folder: string, environment: Environment): string {
  return join(folder, `Pulumi.${environment}.yaml`);
}

/**
 * Finds the target. Without options it is the stack's own cluster; a stack that is not pinned to one
 * has only its local cluster, so that nobody needs `--local` before there is anything else.
 *
 * @throws NoClusterError when there is no such cluster yet.
 */
export async function findTarget(
  environment: Environment,
  options: TargetOptions = {},
): Promise<Target> {
  if (options.context !== undefined) {
    return contextTarget(environment, options.context);
  }
  const { cluster } = configOf(environment);
  if (options.local !== true && cluster.uid !== "") {
    return {
      environment,
      kind: "stack",
      context: cluster.context,
      stackFile: stackFile(environment),
    };
  }
  return localTarget(environment);
}

async function localTarget(environment: Environment): Promise<Target> {
  const folder = localRunFolder(environment);
  const cluster = await readCluster(clusterFolder(configOf(environment).platform.owner));
  const file = joinedStackFile(folder, environment);
  if (cluster === undefined || !existsSync(file)) {
    throw new NoClusterError(
      `${environment}: no cluster (the stack is not pinned to one and no local one runs). ` +
        `Start a local one: make up ENV=${environment}`,
    );
  }
  const { context, kubeconfig } = cluster;
  return { environment, kind: "local", folder, context, kubeconfig, stackFile: file };
}

function contextTarget(environment: Environment, context: string): Target {
  const folder = contextRunFolder(environment, context);
  const file = joinedStackFile(folder, environment);
  if (!existsSync(file)) {
    throw new NoClusterError(
      `--context: ${environment} was never brought up there (found "${context}"). ` +
        `Do it: make up ENV=${environment} CONTEXT=${context}`,
      exitCodes.badInput,
    );
  }
  return { environment, kind: "context", folder, context, stackFile: file };
}
