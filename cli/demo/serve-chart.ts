import { execFile } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

import { KubernetesObjectApi, type KubeConfig } from "@kubernetes/client-node";

import { toolbox } from "../../toolchain/toolbox.ts";
import { CliError } from "../errors.ts";
import { describeKubeFailure } from "../kube-failure.ts";
import { root } from "../paths.ts";
import { demoObjects, demoRepository } from "./objects.ts";

export { demoImage, demoPort } from "./objects.ts";

/** Marks what the demo applied; server-side apply needs a name for who asks. */
const fieldManager = "msa-demo";

/**
 * Puts the service chart into the cluster, as a small web server with the packaged chart, so that Argo CD
 * there can fetch it. Repeatable.
 *
 * @returns the repository's address inside the cluster.
 */
export async function serveChart(kube: KubeConfig): Promise<string> {
  const files = await packagedChart();
  const client = KubernetesObjectApi.makeApiClient(kube);
  try {
    for (const object of demoObjects(files)) {
      await client.patch(
        object,
        undefined,
        undefined,
        fieldManager,
        true,
        "application/apply-patch+yaml",
      );
    }
  } catch (error) {
    throw new CliError(
      `--demo: the chart server cannot be put on the cluster (${describeKubeFailure(error)}). ` +
        "You need the right to write in namespace msa-demo there.",
    );
  }
  return demoRepository;
}

/** The chart as a Helm repository: file names with their bytes in base64. */
async function packagedChart(): Promise<Record<string, string>> {
  const helm = toolbox(root).path("helm3");
  const run = promisify(execFile);
  const folder = mkdtempSync(join(tmpdir(), "msa-demo-"));
  try {
    await run(helm, ["package", join(root, "charts", "microservice"), "--destination", folder]);
    await run(helm, ["repo", "index", folder, "--url", demoRepository]);
    return Object.fromEntries(
      readdirSync(folder).map((name) => [
        name,
        readFileSync(join(folder, name)).toString("base64"),
      ]),
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
