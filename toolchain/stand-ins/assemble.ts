import { createHash } from "node:crypto";
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";

import { stringify } from "yaml";

import { ToolchainError } from "../errors.ts";
import { partial } from "../replace.ts";
import { defaultValues } from "./default-values.ts";
import { readStandIn, standInFile, valuesOf, type StandIn } from "./stand-in.ts";
import { stripDescriptions } from "./strip-descriptions.ts";
import { closedSchema } from "./values-schema.ts";

/** Where the pieces of the stand-ins are, and where the finished charts go. */
export interface StandInFolders {
  /** One subfolder a chart, with `Chart.yaml`, `stand-in.json` and templates; `shared` is for all of them. */
  readonly source: string;
  /** The lists of value paths, `<list>.txt` and `<list>.extra.txt`. */
  readonly values: string;
  /** `<source>/<crd>.yaml`, as the toolchain places them. */
  readonly crdsFolder: string;
  /** Is replaced as a whole; nothing else may be kept there. */
  readonly target: string;
}

const stampFile = ".stamp";

/**
 * Makes the stand-ins of the platform's charts ready to install: adds to each its CRDs, the real chart's default
 * values, and a schema that refuses any value path which the real chart does not have.
 *
 * Does nothing when the target was made from the same content.
 *
 * @returns the chart folders, sorted.
 * @throws ToolchainError when a list or a `stand-in.json` is malformed, or CRDs are missing.
 */
export async function assembleStandIns(folders: StandInFolders): Promise<string[]> {
  const { source, target } = folders;
  const charts = readdirSync(source)
    .filter((name) => existsSync(path.join(source, name, standInFile)))
    .sort();
  const stamp = await contentOf([source, folders.values, folders.crdsFolder, import.meta.dirname]);
  if (!isMadeFrom(target, stamp)) {
    const draft = partial(target);
    try {
      for (const name of charts) {
        assemble(name, folders, path.join(draft, name));
      }
      writeFileSync(path.join(draft, stampFile), stamp);
      rmSync(target, { recursive: true, force: true });
      renameSync(draft, target);
    } finally {
      rmSync(draft, { recursive: true, force: true });
    }
  }
  return charts.map((name) => path.join(target, name));
}

function assemble(name: string, { source, values, crdsFolder }: StandInFolders, chart: string) {
  const standIn = readStandIn(path.join(source, name));
  cpSync(path.join(source, name), chart, { recursive: true });
  rmSync(path.join(chart, standInFile));
  cpSync(path.join(source, "shared"), path.join(chart, "templates"), { recursive: true });
  const { defaults, extra } = valuesOf(standIn, values);
  writeFileSync(path.join(chart, "values.yaml"), stringify(defaultValues(defaults)));
  const schema = closedSchema([...defaults, ...extra].map((line) => line.path));
  writeFileSync(path.join(chart, "values.schema.json"), JSON.stringify(schema));
  placeCrds(standIn, crdsFolder, chart);
}

function placeCrds(standIn: StandIn, crdsFolder: string, chart: string): void {
  for (const { source, into } of standIn.crds) {
    const from = path.join(crdsFolder, source);
    if (!existsSync(from)) {
      throw new ToolchainError(`${from}: the CRDs are not there. Run: make toolchain`);
    }
    const to = path.join(chart, into);
    mkdirSync(to, { recursive: true });
    for (const file of readdirSync(from)) {
      const text = stripDescriptions(readFileSync(path.join(from, file), "utf8"));
      writeFileSync(path.join(to, file), text);
    }
  }
}

function isMadeFrom(target: string, stamp: string): boolean {
  const file = path.join(target, stampFile);
  return existsSync(file) && readFileSync(file, "utf8") === stamp;
}

/** One value for the names and contents of all files in `folders`. */
async function contentOf(folders: readonly string[]): Promise<string> {
  const hash = createHash("sha256");
  for (const folder of folders) {
    const entries = await readdir(folder, { recursive: true, withFileTypes: true });
    const files = entries
      .filter((entry) => entry.isFile())
      .map((entry) => path.join(entry.parentPath, entry.name))
      .sort();
    for (const file of files) {
      hash
        .update(`${path.relative(folder, file)}\n`)
        .update(await readFile(file))
        .update("\n");
    }
  }
  return hash.digest("hex");
}
