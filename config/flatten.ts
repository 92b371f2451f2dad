import { ConfigError } from "./config-error.ts";
import { formatPath, isMap, show, type Path, type Problem } from "./problem.ts";
import { ownNamespace, secretsKey } from "./schema/keys.ts";
import { didYouMean } from "./suggest.ts";
import { parseYaml } from "./yaml-text.ts";

/** One file's configuration in the engine's form: every value a string, by fully qualified key. */
export interface FlatConfig {
  readonly values: Readonly<Record<string, string>>;
  readonly secretKeys: readonly string[];
  /** Names under `msa:secrets` whose value is not one encrypted text. */
  readonly plainSecrets: readonly string[];
  /** Name of the project; keys without a namespace are in this one. */
  readonly projectName: string;
}

/** Keys of a stack file beside `config`; the engine ignores all others without a word. */
const stackFileKeys = [
  "config",
  "encryptionsalt",
  "encryptedkey",
  "secretsprovider",
  "environment",
];

/** Stands in for an encrypted value, which is never decrypted here. */
export const placeholder = "[secret]";

/** What the engine makes of the `config` block of each of the two files. */
export const flatten = { project: flattenProject, stack: flattenStack };

function flattenProject(file: string, text: string): FlatConfig {
  const root = rootOf(file, text);
  const projectName = typeof root["name"] === "string" ? root["name"] : ownNamespace;
  const problems: Problem[] = [];
  const entries = Object.entries(configOf(file, root)).flatMap(([key, entry]) => {
    // A plain value is a default; a map is a declaration, whose value is under `value` or `default`.
    if (!isMap(entry)) return entry === null ? [] : [[key, entry] as const];
    if (Object.hasOwn(entry, "default")) return [[key, entry["default"]] as const];
    if (Object.hasOwn(entry, "value")) return [[key, entry["value"]] as const];
    const message =
      "must have its value under `value:` (found a map without). Indent it below that.";
    problems.push({ file, where: key, message });
    return [];
  });
  if (problems.length > 0) throw new ConfigError(problems);
  return { projectName, ...flat(file, entries, projectName) };
}

function flattenStack(file: string, text: string, projectName = ownNamespace): FlatConfig {
  const root = rootOf(file, text);
  const unknown = Object.keys(root).filter((key) => !stackFileKeys.includes(key));
  if (unknown.length > 0) {
    throw new ConfigError(
      unknown.map((key) => ({ file, where: formatPath([key]), message: unknownKey(key) })),
    );
  }
  return { projectName, ...flat(file, Object.entries(configOf(file, root)), projectName) };
}

function unknownKey(key: string): string {
  const advice = key.startsWith(`${ownNamespace}:`)
    ? " Indent it below `config:`."
    : didYouMean(key, stackFileKeys) || " Everything of ours is below `config:`.";
  return `there is no such key.${advice}`;
}

function rootOf(file: string, text: string): Readonly<Record<string, unknown>> {
  const root: unknown = parseYaml(file, text).toJS();
  if (root === null || root === undefined) return {};
  if (isMap(root)) return root;
  const message = `must be a map with the key config (found ${show(root)}). Take another environment's file as an example.`;
  throw new ConfigError([{ file, where: "whole file", message }]);
}

function configOf(file: string, root: Readonly<Record<string, unknown>>) {
  const config = root["config"] ?? {};
  if (isMap(config)) return config;
  const message = `must be a map of keys (found ${show(config)}). Write lines of \`msa:key: value\` below it.`;
  throw new ConfigError([{ file, where: "config", message }]);
}

function flat(
  file: string,
  entries: readonly (readonly [string, unknown])[],
  namespace: string,
): Omit<FlatConfig, "projectName"> {
  const secretKeys = new Set<string>();
  const problems: Problem[] = [];
  const values = entries.map(([key, value]) => {
    const qualified = key.includes(":") ? key : `${namespace}:${key}`;
    const plain = asEngine(value, [key.replace(`${ownNamespace}:`, "")], {
      secret: () => secretKeys.add(qualified),
      date: (path) => problems.push({ file, where: formatPath(path), message: dateMessage }),
    });
    return [qualified, typeof plain === "string" ? plain : toJson(plain)] as const;
  });
  if (problems.length > 0) throw new ConfigError(problems);
  const plainSecrets = entries.flatMap(([key, value]) =>
    [secretsKey, secretsKey.replace(/^.*:/, "")].includes(key) ? plainNamesIn(value) : [],
  );
  return { values: Object.fromEntries(values), secretKeys: [...secretKeys], plainSecrets };
}

function plainNamesIn(secrets: unknown): readonly string[] {
  if (!isMap(secrets) || isEncrypted(secrets)) return [];
  return Object.keys(secrets).filter((name) => !isEncrypted(secrets[name]));
}

/** The engine's form of one encrypted value. */
function isEncrypted(value: unknown): boolean {
  return isMap(value) && Object.keys(value).length === 1 && typeof value["secure"] === "string";
}

/** YAML allows numbers that JSON cannot say, and an empty value is an empty string to the engine. */
function toJson(value: unknown): string {
  return value === null || value === undefined ? "" : JSON.stringify(value);
}

const dateMessage =
  "must be text, and an unquoted date is a point in time to the engine. Put it in quotes.";

interface Seen {
  readonly secret: () => void;
  readonly date: (path: Path) => void;
}

/** Keys sorted, as Go prints them; encrypted values replaced and reported. */
function asEngine(value: unknown, path: Path, seen: Seen): unknown {
  if (value instanceof Date) {
    seen.date(path);
    return null;
  }
  if (Array.isArray(value)) return value.map((item, at) => asEngine(item, [...path, at], seen));
  if (!isMap(value)) return typeof value === "bigint" ? Number(value) : value;
  if (isEncrypted(value)) {
    seen.secret();
    return placeholder;
  }
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, item]) => [key, asEngine(item, [...path, key], seen)]),
  );
}
