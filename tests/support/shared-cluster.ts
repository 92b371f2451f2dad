import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

import { parseDocument } from "yaml";

import type { Environment } from "../../config/model.ts";
import type { ConfigFiles } from "../../config/read-files.ts";
import { recordAndRender, type RecordedEnvironment } from "./recorded-environments.ts";
import { root } from "./tools.ts";

/** Two environments on one cluster. */
export interface SharedCluster {
  readonly owner: RecordedEnvironment;
  readonly tenant: RecordedEnvironment;
}

/** Records the committed program with one environment on another one's platform. */
export async function recordSharedCluster(
  owner: Environment,
  tenant: Environment,
): Promise<SharedCluster> {
  const folder = mkdtempSync(join(tmpdir(), "msa-shared-cluster-"));
  try {
    const committed = (file: string) => readFileSync(join(root, file), "utf8");
    const write = (file: string, text: string) => {
      writeFileSync(join(folder, file), text);
    };
    write("index.ts", `export * from "${pathToFileURL(join(root, "index.ts")).href}";\n`);
    write("Pulumi.yaml", committed("Pulumi.yaml"));
    write(`Pulumi.${owner}.yaml`, committed(`Pulumi.${owner}.yaml`));
    const stackFile = parseDocument(committed(`Pulumi.${tenant}.yaml`));
    stackFile.deleteIn(["config", "msa:addons"]);
    stackFile.setIn(["config", "msa:platform"], { owner });
    write(`Pulumi.${tenant}.yaml`, stackFile.toString());

    const filesOf = (stack: Environment): ConfigFiles => ({
      projectFile: join(folder, "Pulumi.yaml"),
      stackFile: join(folder, `Pulumi.${stack}.yaml`),
      stack,
    });
    return {
      owner: await recordAndRender(filesOf(owner)),
      tenant: await recordAndRender(filesOf(tenant)),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
