import { existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";

import type { Environment } from "../../config/model.ts";
import { stopCluster } from "../../toolchain/cluster/cluster.ts";
import { localFolder } from "../paths.ts";
import type { Progress } from "../../toolchain/progress.ts";
import { stateFolder } from "../engine-environment.ts";
import { clusterFolder, contextRunFolder } from "../target.ts";

/**
 * Stops the local clusters that `up` started; of one environment, or of all. Their data stays, so that
 * the next `up` finds everything as it was.
 *
 * @returns the names of those that ran.
 */
export async function down(
  environment: Environment | undefined,
  progress: Progress,
): Promise<string[]> {
  const names = environment === undefined ? localRuns() : [environment];
  const stopped: string[] = [];
  for (const name of names) {
    const folder = clusterFolder(name);
    const ran =
      existsSync(folder) &&
      (await progress.step(`Stopping the local cluster "${name}"`, () => stopCluster(folder)));
    if (ran) {
      stopped.push(name);
    }
  }
  return stopped;
}

/**
 * Stops every local cluster and removes what the runs left; the toolchain stays, and so does the state of
 * what still exists on somebody's own cluster: without it nothing could remove that again.
 *
 * @returns the runs that were kept, as `<environment>` and `<context>`.
 */
export async function clean(progress: Progress): Promise<KeptRun[]> {
  await down(undefined, progress);
  for (const folder of ["local", "charts", "rendered"]) {
    rmSync(join(localFolder, folder), { recursive: true, force: true });
  }
  const runs = contextRuns();
  const kept = runs.filter(({ environment, context }) => {
    const folder = contextRunFolder(environment, context);
    return hasResources(folder, environment);
  });
  for (const run of runs.filter((each) => !kept.includes(each))) {
    rmSync(contextRunFolder(run.environment, run.context), { recursive: true, force: true });
  }
  return kept;
}

/** A try on somebody's own cluster whose objects are still there. */
export interface KeptRun {
  readonly environment: Environment;
  readonly context: string;
}

function contextRuns(): KeptRun[] {
  const folder = join(localFolder, "contexts");
  return foldersIn(folder).flatMap((name) =>
    foldersIn(join(folder, name)).map((environment) => ({
      environment: environment as Environment,
      context: decodeURIComponent(name),
    })),
  );
}

/** The file backend keeps one checkpoint per stack; a destroyed stack's has no resources. */
function hasResources(runFolder: string, environment: Environment): boolean {
  const stacks = join(stateFolder(runFolder), ".pulumi", "stacks");
  return foldersIn(stacks).some((project) => {
    const file = join(stacks, project, `${environment}.json`);
    if (!existsSync(file)) {
      return false;
    }
    const { checkpoint } = JSON.parse(readFileSync(file, "utf8")) as Checkpoint;
    return (checkpoint?.latest?.resources ?? []).length > 0;
  });
}

interface Checkpoint {
  readonly checkpoint?: { readonly latest?: { readonly resources?: readonly unknown[] } };
}

function foldersIn(folder: string): string[] {
  return existsSync(folder) ? readdirSync(folder) : [];
}

function localRuns(): Environment[] {
  return foldersIn(join(localFolder, "local")) as Environment[];
}
