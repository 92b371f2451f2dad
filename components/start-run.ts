import type * as k8s from "@pulumi/kubernetes";

import type { Config } from "../config/model.ts";
import { requireRights } from "./access/require-rights.ts";
import { refuseWrongBranch } from "./branch-guard.ts";
import { connectCluster } from "./cluster.ts";

/**
 * Lets a run begin: on its environment's branch, and on its own cluster. From here on an object that
 * this account may not write stops it too, in its preview.
 *
 * @throws pulumi.RunError with the reason, before anything is registered.
 */
export async function startRun(config: Config): Promise<k8s.Provider> {
  refuseWrongBranch(config);
  requireRights(config.cluster.context);
  return connectCluster(config.cluster);
}
