import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

import type { Config, Environment } from "../../config/model.ts";
import type * as parser from "../../config/parse.ts";
import type * as readFiles from "../../config/read-files.ts";
import { recordTexts } from "../../recorder/record-stack.ts";
import type { Recording } from "../../recorder/recording.ts";
import { localFolder, root } from "../paths.ts";
import { keep } from "./keep.ts";
import { treeAt, type Tree } from "./tree.ts";

/** What the program of a tree registers for one environment, and what its configuration says. */
export interface RecordedTree {
  readonly recording: Recording;
  /** As the tree's own reader joins it. */
  readonly config: Config;
}

/** Raised when what is kept has another shape. */
const shape = 2;

let recorder: Promise<string> | undefined;

/**
 * Records the program of a tree, or takes it from an earlier run of the same content.
 *
 * Everything is the tree's own, its configuration's reader too: a key that is new in one revision is
 * unknown in the other.
 *
 * @throws ConfigError-like errors of the tree's reader · RecordError when its program fails.
 */
export async function recordedTree(tree: Tree, environment: Environment): Promise<RecordedTree> {
  recorder ??= treeAt(join(root, "recorder")).then(({ digest }) => digest);
  const content = [shape, environment, tree.digest, await recorder, process.version];
  const key = createHash("sha256").update(JSON.stringify(content)).digest("hex");
  const file = join(localFolder, "preview", "recorded", `${key}.json`);
  return keep(file, () => recordTree(tree.folder, environment));
}

async function recordTree(folder: string, environment: Environment): Promise<RecordedTree> {
  const config = await configOfTree(folder, environment);
  const read = (name: string) => readFileSync(join(folder, name), "utf8");
  const recording = await recordTexts({
    folder,
    stack: environment,
    projectText: read("Pulumi.yaml"),
    stackText: read(`Pulumi.${environment}.yaml`),
    identity: config.cluster.uid,
  });
  return { recording, config };
}

/** The finished configuration of an environment, read and checked by the tree's own code. */
async function configOfTree(folder: string, environment: Environment): Promise<Config> {
  const load = (file: string) => import(pathToFileURL(join(folder, file)).href);
  const reader = (await load("config/read-files.ts")) as Reader;
  const { parse } = (await load("config/parse.ts")) as Parser;
  return parse(
    reader.readConfigFiles({
      projectFile: join(folder, "Pulumi.yaml"),
      stackFile: join(folder, `Pulumi.${environment}.yaml`),
      stack: environment,
    }),
  );
}

type Reader = Pick<typeof readFiles, "readConfigFiles">;
type Parser = Pick<typeof parser, "parse">;
