import { CoreV1Api, type KubeConfig } from "@kubernetes/client-node";

import type { Config } from "../../config/model.ts";
import { CliError, exitCodes } from "../errors.ts";
import { answerFor } from "../kube-answer.ts";

/**
 * Refuses a cluster that is not the stack's own, as the program does (components/cluster.ts), for what is
 * read and written there beside the engine.
 *
 * @throws CliError naming both clusters.
 */
export async function refuseOtherCluster(
  kube: KubeConfig,
  { context, uid }: Config["cluster"],
): Promise<void> {
  const asked = kube.makeApiClient(CoreV1Api).readNamespace({ name: "kube-system" });
  const found = (await answerFor("namespace kube-system", asked)).metadata?.uid;
  if (found === uid) return;
  throw new CliError(
    `cluster.uid: context "${context}" is not this stack's cluster (found ${found ?? "none"}, ` +
      `pinned ${uid === "" ? "none" : uid}). Select the kubeconfig of the pinned cluster; nothing was changed.`,
    exitCodes.badInput,
  );
}
