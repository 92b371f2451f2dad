import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse as parseYaml, stringify, type ParseOptions, type SchemaOptions } from "yaml";
import { decodeEngineConfig } from "../../config/decode.ts";
import type { ConfigInput } from "../../config/input.ts";
import { configFromText } from "../../config/read-files.ts";

/** Folder of the fixtures; its README says how they are written. */
export const fixtures = join(import.meta.dirname, "..", "fixtures", "config");
/** Root of the project. */
export const root = join(import.meta.dirname, "..", "..");

type Tree = Record<string, unknown>;

/** One fixture, ready to be read in either way. */
export interface Fixture {
  readonly name: string;
  readonly expected: readonly string[];
  readonly file: string;
  readonly stack: string;
  readonly filesOnly: boolean;
  readonly projectText: string;
  readonly stackText: string;
  readonly siblings: readonly ConfigInput[];
}

/** All fixtures of `valid` or `invalid`, by name. */
export function readFixtures(folder: "valid" | "invalid"): readonly Fixture[] {
  return readdirSync(join(fixtures, folder))
    .filter((file) => file.endsWith(".yaml"))
    .sort()
    .map((file) => readFixture(folder, file));
}

function readFixture(folder: string, file: string): Fixture {
  const lines = readFileSync(join(fixtures, folder, file), "utf8").split("\n");
  const start = lines.findIndex((line) => !line.startsWith("# "));
  const directives = lines.slice(0, start).map((line) => line.slice(2));
  const body = lines.slice(start).join("\n");
  const directive = (name: string) =>
    directives.filter((line) => line.startsWith(`${name}: `)).map((l) => l.slice(name.length + 2));
  const stack = directive("stack")[0] ?? "production";
  return {
    name: file.replace(/\.yaml$/, ""),
    expected: directive("expect"),
    file: directive("in")[0] ?? `Pulumi.${stack}.yaml`,
    stack,
    filesOnly: directives.includes("files only"),
    ...(directives.includes("whole file")
      ? { projectText: baseText("Pulumi.yaml"), stackText: body, siblings: [] }
      : applied(parseYaml(body, withTimes) as Changes)),
  };
}

interface Changes {
  readonly stack?: Tree;
  readonly project?: Tree;
  readonly siblings?: Readonly<Record<string, Tree>>;
  readonly remove?: readonly (readonly string[])[];
}

function applied(changes: Changes): Pick<Fixture, "projectText" | "stackText" | "siblings"> {
  const project = parseYaml(baseText("Pulumi.yaml")) as {
    config: Record<string, { value: unknown }>;
  };
  const values = Object.fromEntries(Object.entries(project.config).map(([k, v]) => [k, v.value]));
  const stack = (parseYaml(baseText("Pulumi.production.yaml")) as { config: Tree }).config;
  const merged: Tree = {
    stack: overlay(stack, changes.stack ?? {}),
    project: overlay(values, changes.project ?? {}),
  };
  for (const path of changes.remove ?? []) remove(merged, path);
  const config = Object.fromEntries(
    Object.entries(merged["project"] as Tree)
      .filter(([, value]) => value !== undefined)
      .map(([key, value]) => [key, { value }]),
  );
  const projectText = written({ ...project, config });
  return {
    projectText,
    stackText: written({ config: merged["stack"] }),
    siblings: Object.entries(changes.siblings ?? {}).map(([name, own]) =>
      configFromText({ projectText, stackText: siblingText(name, stack, own), stack: name }),
    ),
  };
}

/** The base as another environment: with names of its own, and what the fixture says. */
function siblingText(environment: string, base: Tree, own: Tree): string {
  const named = {
    "msa:environment": environment,
    "msa:branch": environment === "production" ? "main" : environment,
    "msa:namespace": `shop-${environment}`,
    "msa:hostSuffix": `-${environment}`,
  };
  return written({ config: overlay({ ...base, ...named }, own) });
}

/** An unquoted date stays one, and a quoted one stays text. */
const withTimes: ParseOptions & SchemaOptions = { customTags: (tags) => [...tags, "timestamp"] };

function written(value: unknown): string {
  return stringify(value, withTimes);
}

function overlay(under: unknown, over: unknown): unknown {
  if (!isTree(under) || !isTree(over)) return over;
  const merged: Tree = { ...under };
  for (const [key, value] of Object.entries(over)) merged[key] = overlay(under[key], value);
  return merged;
}

function isTree(value: unknown): value is Tree {
  if (value instanceof Date) return false;
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function remove(tree: Tree, [first = "", ...rest]: readonly string[]): void {
  const value = tree[first];
  if (rest.length === 0) tree[first] = undefined;
  else if (isTree(value)) remove(value, rest);
  else throw new Error(`nothing to remove at ${first}`);
}

/** Text of a file in `base/`. */
export function baseText(file: string): string {
  return readFileSync(join(fixtures, "base", file), "utf8");
}

/** The fixture as the command line reads it. */
export function fromFiles({ projectText, stackText, stack, siblings }: Fixture): ConfigInput {
  return configFromText({ projectText, stackText, stack, siblings });
}

/**
 * The fixture as a program gets it: one string a key, made here as the engine makes it
 * (sdk/go/common/workspace/config.go and resource/config/value.go of Pulumi 3.250), so that
 * the reading of files is held against something else than itself.
 */
export function fromEngine({ projectText, stackText, stack, siblings }: Fixture): ConfigInput {
  const project = parseYaml(projectText) as { config: Record<string, { value: unknown }> };
  const own = (parseYaml(stackText) as { config?: Tree | null } | null)?.config ?? {};
  const flat = new Map<string, string>();
  const secretKeys: string[] = [];
  for (const [key, { value }] of Object.entries(project.config)) {
    if (value !== undefined && value !== null) flat.set(`msa:${key}`, engineText(value));
  }
  for (const [key, value] of Object.entries(own)) {
    flat.set(
      key,
      engineText(value).replaceAll(/\{"secure":"[^"]*"\}/g, '"decrypted-by-the-engine"'),
    );
    if (engineText(value).includes('{"secure":')) secretKeys.push(key);
  }
  const decoded = decodeEngineConfig(Object.fromEntries(flat), secretKeys);
  return { stack, file: `Pulumi.${stack}.yaml`, siblings, ...decoded };
}

function engineText(value: unknown): string {
  if (value === null) return "";
  return typeof value === "string" ? value : JSON.stringify(value);
}
