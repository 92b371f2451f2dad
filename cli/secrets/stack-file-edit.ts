import { isDeepStrictEqual } from "node:util";

import {
  isCollection,
  isMap,
  isNode,
  isPair,
  isScalar,
  type Document,
  type Node,
  type Pair,
  type Scalar,
  type YAMLMap,
} from "yaml";

import { ConfigError } from "../../config/config-error.ts";
import { valueAt } from "../../config/problem.ts";
import { parseYaml } from "../../config/yaml-text.ts";

type Fields = Readonly<Record<string, string | number>>;

/** One entry of a map of ours below `config:`. */
export interface FileEntry {
  /** `secrets` or `secretRevisions`. */
  readonly map: string;
  /** Key in that map. */
  readonly name: string;
  readonly fields: Fields;
}

const namespace = "msa";
const widest = 100;

/**
 * The text of a stack file with an entry set, and every other byte as it was: comments, spaces, quotes.
 * The engine's own `config set` would write all of the file anew.
 *
 * Where the file is written in a way in which that cannot be done (a map on one line, an alias), it is
 * written anew, comments kept.
 *
 * @throws ConfigError when the text is not YAML.
 */
export function withEntry(file: string, text: string, entry: FileEntry): string {
  const wanted = withField(parseYaml(file, text), entry);
  const spliced = splice(text, parseYaml(file, text), entry);
  return spliced !== undefined && saysTheSame(file, spliced, wanted)
    ? spliced
    : wanted.toString({ lineWidth: 0 });
}

function withField(document: Document, { map, name, fields }: FileEntry): Document {
  const pair = configPair(document, map);
  const path = ["config", isScalar(pair?.key) ? String(pair.key.value) : `${namespace}:${map}`];
  if (pair !== undefined && !isMap(pair.value)) {
    // Nothing below the key, or an alias, into which nothing can be set.
    const entries = valueAt(document.toJS(), path);
    document.setIn(path, document.createNode(entries ?? {}));
  }
  document.setIn([...path, name], document.createNode(fields));
  return document;
}

function saysTheSame(file: string, text: string, wanted: Document): boolean {
  try {
    return isDeepStrictEqual(parseYaml(file, text).toJS(), wanted.toJS());
  } catch (error) {
    if (error instanceof ConfigError) return false;
    throw error;
  }
}

/** The pair of one of our keys below `config:`; the engine takes it without our namespace too. */
function configPair(document: Document, map: string): Pair | undefined {
  const config = document.get("config");
  if (!isMap(config)) return undefined;
  return pairOf(config, `${namespace}:${map}`) ?? pairOf(config, map);
}

function pairOf(map: YAMLMap, name: string): Pair | undefined {
  return map.items.find(({ key }) => isScalar(key) && key.value === name);
}

function splice(text: string, document: Document, entry: FileEntry): string | undefined {
  const config = document.get("config");
  if (!isBlock(config)) return undefined;
  const pair = configPair(document, entry.map);
  if (pair === undefined) {
    const indent = columnOf(text, config);
    const lines = `${indent}${namespace}:${entry.map}:\n${rendered(`${indent}  `, entry)}`;
    return insertedAfter(text, config, { indent, lines });
  }
  const { value } = pair;
  if (!isBlock(value)) return undefined;
  const there = pairOf(value, entry.name);
  const indent = columnOf(text, value);
  if (isScalar(there?.value)) return inPlaceOf(text, there.value, { indent, entry });
  if (there !== undefined) return replaced(text, there.value, entry.fields);
  return insertedAfter(text, value, { indent, lines: rendered(indent, entry) });
}

function isBlock(value: unknown): value is YAMLMap {
  return isMap(value) && value.flow !== true && value.items.length > 0;
}

/** The spaces before the first key of a map. */
function columnOf(text: string, map: YAMLMap): string {
  const start = (map.items[0]?.key as Node).range?.[0] ?? 0;
  return text.slice(text.lastIndexOf("\n", start - 1) + 1, start);
}

/** Lines put behind a map, and behind the comments that stand below its last key and belong to it. */
function insertedAfter(text: string, map: YAMLMap, { indent, lines }: Insertion): string {
  const end = endOf(map);
  const at = text.charAt(end - 1) === "\n" ? end - 1 : endOfLine(text, end);
  const comments = new RegExp(`^(?:(?:\\n *)*\\n {${indent.length},}#.*)*`).exec(text.slice(at));
  const behind = at + (comments?.[0].length ?? 0);
  return `${text.slice(0, behind)}\n${lines}${text.slice(behind)}`;
}

interface Insertion {
  /** The spaces before each key of the map. */
  readonly indent: string;
  readonly lines: string;
}

/** Where the last value inside a node ends; the library counts comments behind it in. */
function endOf(node: Node): number {
  const last: unknown = isCollection(node) && node.flow !== true ? node.items.at(-1) : undefined;
  const inside = isPair(last) ? (last.value ?? last.key) : last;
  return isNode(inside) ? endOf(inside) : (node.range?.[1] ?? 0);
}

function endOfLine(text: string, from: number): number {
  const end = text.indexOf("\n", from);
  return end === -1 ? text.length : end;
}

/** The scalars of an entry replaced where they stand; undefined when it has other keys. */
function replaced(text: string, value: unknown, fields: Fields): string | undefined {
  if (!isMap(value) || value.items.length !== Object.keys(fields).length) return undefined;
  const places: { readonly from: number; readonly to: number; readonly scalar: string }[] = [];
  for (const [name, field] of Object.entries(fields)) {
    const range = (pairOf(value, name)?.value as Node | undefined)?.range;
    if (range === undefined || range === null) return undefined;
    places.push({ from: range[0], to: range[1], scalar: scalarText(field) });
  }
  return places
    .sort((a, b) => b.from - a.from)
    .reduce((now, { from, to, scalar }) => now.slice(0, from) + scalar + now.slice(to), text);
}

/** The lines of an entry in the place of a value that stands behind its name, such as one in plain text. */
function inPlaceOf(
  text: string,
  { range }: Scalar,
  { indent, entry }: { readonly indent: string; readonly entry: FileEntry },
): string | undefined {
  if (range === undefined || range === null) return undefined;
  const fields = Object.entries(entry.fields);
  const lines = fields.map(([key, field]) => `${indent}  ${key}: ${scalarText(field)}`);
  return [text.slice(0, range[0]).trimEnd(), ...lines].join("\n") + text.slice(range[1]);
}

/** As the engine writes an encrypted value, and short ones on one line, so that a formatter has nothing to do. */
function rendered(indent: string, { name, fields }: FileEntry): string {
  const parts = Object.entries(fields).map(([key, value]) => `${key}: ${scalarText(value)}`);
  const head = `${indent}${name}:`;
  const line = `${head} { ${parts.join(", ")} }`;
  if (parts.length > 1 && line.length <= widest) return line;
  return [head, ...parts.map((part) => `${indent}  ${part}`)].join("\n");
}

/** In quotes unless it is a ciphertext: a date would be a point in time to the engine. */
function scalarText(value: string | number): string {
  const isPlain = typeof value === "number" || /^[A-Za-z][\w+/=:]*[\w+/=]$/.test(value);
  return isPlain ? String(value) : JSON.stringify(value);
}
