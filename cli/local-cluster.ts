import { join } from "node:path";

import type { Environment } from "../config/model.ts";
import { readCluster, startCluster, type Cluster } from "../toolchain/cluster/cluster.ts";
import { clusterToolNames } from "../toolchain/cluster/tool-names.ts";
import type { Progress } from "../toolchain/progress.ts";
import { assembleStandIns } from "../toolchain/stand-ins/assemble.ts";
import { toolbox } from "../toolchain/toolbox.ts";
import { CliError } from "./errors.ts";
import { localFolder, root } from "./paths.ts";
import { clusterFolder } from "./target.ts";

const fixtures = join(root, "tests", "fixtures");

/**
 * Starts the local cluster of an environment with its chart repository: our own service chart, and a
 * stand-in for each chart of the platform, since pods there are only simulated.
 */
export async function startLocalCluster(
  environment: Environment,
  metrics: boolean,
  progress: Progress,
): Promise<Cluster> {
  const tools = toolbox(root);
  return progress.step(`Starting the local cluster "${environment}"`, async (tell) => {
    const standIns = await assembleStandIns({
      source: join(fixtures, "charts"),
      values: join(fixtures, "chart-values"),
      crdsFolder: tools.crdsFolder,
      target: join(localFolder, "stand-ins"),
    });
    const spec = {
      name: environment,
      folder: clusterFolder(environment),
      tools: Object.fromEntries(clusterToolNames(metrics).map((name) => [name, tools.path(name)])),
      helmFolder: tools.helmFolder,
      charts: [join(root, "charts", "microservice"), ...standIns],
      metrics,
    };
    return startCluster(spec, (event) => {
      tell(`${event.part} ${event.state} (${event.number} of ${event.of})`);
    });
  });
}

/**
 * The local cluster of the stack whose platform a tenant uses.
 *
 * @throws CliError when it is not up.
 */
export async function clusterOfOwner(owner: Environment): Promise<Cluster> {
  const cluster = await readCluster(clusterFolder(owner));
  if (cluster === undefined) {
    throw new CliError(
      `platform.owner: the local cluster of ${owner} does not run (found none). ` +
        `Bring its platform up first: make up ENV=${owner}`,
    );
  }
  return cluster;
}
