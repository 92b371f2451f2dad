import type * as k8s from "@pulumi/kubernetes";

import type { Config } from "../config/model.ts";
import { requireRights } from "./access/require-rights.ts";
import { refuseWrongBranch } from "./branch-guard.ts";
import { connectCluster } from "./cluster.ts";

/** A run that has begun. */
export interface Run {
  readonly provider: k8s.Provider;
  /**
   * To be called when everything is declared.
   *
   * @throws pulumi.RunError in a preview that would delete what this account may not delete.
   */
  readonly endRun: () => Promise<void>;
}

/**
 * Lets a run begin: on its environment's branch, and on its own cluster. From here on an object that
 * this account may not write stops it too, in its preview.
 *
 * @throws pulumi.RunError with the reason, before anything is registered.
 */
export async function startRun(config: Config): Promise<Run> {
  refuseWrongBranch(config);
  const rights = requireRights(config.cluster.context);
  const provider = await connectCluster(config.cluster);
  await rights.begin();
  return { provider, endRun: rights.end };
}
