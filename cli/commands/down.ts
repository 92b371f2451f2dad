import { existsSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";

import type { Environment } from "../../config/model.ts";
import { stopCluster } from "../../toolchain/cluster/cluster.ts";
import { localFolder } from "../paths.ts";
import type { Progress } from "../../toolchain/progress.ts";
import { clusterFolder } from "../target.ts";

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

/** Stops every local cluster and removes what the runs left; the toolchain stays. */
export async function clean(progress: Progress): Promise<void> {
  await down(undefined, progress);
  for (const folder of ["local", "contexts"]) {
    rmSync(join(localFolder, folder), { recursive: true, force: true });
  }
}

function localRuns(): Environment[] {
  const folder = join(localFolder, "local");
  return existsSync(folder) ? (readdirSync(folder) as Environment[]) : [];
}
