import { readFileSync } from "node:fs";
import { join } from "node:path";

import { parseDocument } from "yaml";

import { configFromText } from "../../../config/from-text.ts";
import type { Config } from "../../../config/model.ts";
import { parse } from "../../../config/parse.ts";
import { root } from "../../support/tools.ts";

/** The two files of the stack, as text. */
export interface StackFiles {
  readonly projectText: string;
  readonly stackText: string;
}

type Changes = readonly (readonly [where: string, value: unknown])[];

/** Keys of the stack file by what a fixture changes of the configuration. */
const settings: Readonly<Record<string, readonly string[]>> = {
  "config services[0].image.digest": ["msa:services", "user-service", "digest"],
};

/** Where the stack file has what a fixture changes; undefined where nothing has been told. */
export function settingOf(where: string): readonly string[] | undefined {
  return settings[where];
}

/** The committed files of production with the one service of the good stack, and with changes of fixtures. */
export function stackFiles(changes: Changes): StackFiles {
  const read = (file: string) => parseDocument(readFileSync(join(root, file), "utf8"));
  const project = read("Pulumi.yaml");
  const user = { team: "identity", description: "User accounts." };
  project.setIn(["config", "catalogue", "value"], { "user-service": user });
  const stack = read("Pulumi.production.yaml");
  stack.setIn(
    ["config", "msa:services"],
    stack.createNode({ "user-service": { version: "1.0.0" } }),
  );
  for (const [where, value] of changes) {
    const key = settingOf(where);
    if (key !== undefined) stack.setIn(["config", ...key], value);
  }
  return { projectText: project.toString(), stackText: stack.toString() };
}

/** What the program and the pack make of these files. */
export function stackConfig(changes: Changes): Config {
  const told = changes.filter(([where]) => settingOf(where) !== undefined);
  const key = JSON.stringify(told);
  const known =
    parsed.get(key) ?? parse(configFromText({ ...stackFiles(told), stack: "production" }));
  parsed.set(key, known);
  return known;
}

/** By what was changed: each of several hundred drafts asks. */
const parsed = new Map<string, Config>();
