import { ApiException, CoreV1Api, type KubeConfig } from "@kubernetes/client-node";

import { CliError, exitCodes } from "../errors.ts";
import { describeKubeFailure } from "../kube-failure.ts";
import { answerWithin, timeoutMilliseconds } from "../preflight/fetch-failure.ts";

/**
 * What a cluster is known by: the UID of its namespace kube-system.
 *
 * @throws CliError, exit code 2, when it does not say.
 */
export async function identityOf(kube: KubeConfig, context: string): Promise<string> {
  try {
    const asked = kube.makeApiClient(CoreV1Api).readNamespace({ name: "kube-system" });
    return (await answerWithin(timeoutMilliseconds, asked)).metadata?.uid ?? "";
  } catch (error) {
    const server = kube.getCurrentCluster()?.server ?? "unknown";
    const said = error instanceof ApiException ? "refuses to answer" : "does not answer";
    throw new CliError(
      `--context: the cluster of "${context}" ${said} (${server}: ${describeKubeFailure(error)}). ` +
        "Check that it runs and that you may use it, or choose another context.",
      exitCodes.badInput,
    );
  }
}
