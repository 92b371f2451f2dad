import {
  isAlias,
  isCollection,
  isMap,
  isScalar,
  type Document,
  type Pair,
  type Scalar,
  type YAMLMap,
} from "yaml";

import { isMap as isValues } from "../../config/problem.ts";
import { emptyBehind, withBlockEntry, withoutBlockEntry } from "./block-map.ts";
import { withFlowEntry, withoutFlowEntry } from "./flow-map.ts";
import {
  behindColon,
  endOfLine,
  endOfPair,
  indentOf,
  isFlow,
  lineBreakOf,
  pairOf,
  replacedAt,
  spanOf,
  startOfLine,
} from "./yaml-place.ts";
import { flowText, keyText, linesOf, quoted, scalarText } from "./yaml-words.ts";

type Values = Readonly<Record<string, unknown>>;

/** Whether a map that is new may stand on the line of its key, among the entries of another. */
export type Layout = (value: Values, among: YAMLMap | undefined) => boolean;

/** As the entries around it: below its key where the last map there is. */
export const asNeighbours: Layout = (_value, among) => {
  const last = among?.items.map(({ value }) => value).findLast((value) => isMap(value));
  return last === undefined || isFlow(last);
};

/** Where a path leaves a file. */
interface Place {
  /** The last map on the way. */
  readonly map: YAMLMap;
  /** The pair whose value that map is; absent for the whole file. */
  readonly parent: Pair | undefined;
  /** True when that map stands inside of `{ … }`. */
  readonly isInFlow: boolean;
  /** The key in that map, and the keys that are not there yet. */
  readonly key: string;
  readonly rest: readonly string[];
  /** The pair of the key; absent when it is not there. */
  readonly pair: Pair | undefined;
}

/** @returns the text without what is at a path; undefined where that cannot be done in place. */
export function withoutPath(
  text: string,
  document: Document,
  path: readonly string[],
): string | undefined {
  const place = placeOf(document, path);
  if (place === undefined) return undefined;
  const { map, parent, pair, rest } = place;
  if (pair === undefined || rest.length > 0) return text;
  return isFlow(map)
    ? withoutFlowEntry(text, map, pair)
    : withoutBlockEntry(text, map, pair, parent);
}

/** @returns the text with a value at a path; undefined where that cannot be done in place. */
export function withPath(
  text: string,
  document: Document,
  { path, value }: { readonly path: readonly string[]; readonly value: unknown },
  layout: Layout,
): string | undefined {
  const place = placeOf(document, path);
  if (place === undefined) return undefined;
  const { map, pair, rest, key } = place;
  const nested = [...rest].reverse().reduce((inner, name) => ({ [name]: inner }), value);
  if (pair === undefined) return added(text, place, nested, layout);
  if (isAlias(pair.value) || (rest.length > 0 && isCollection(pair.value))) return undefined;
  if (isFlow(map)) return inFlow(text, pair, nested);
  return inBlock(text, { map, pair, key, value: nested }, layout);
}

function placeOf(document: Document, path: readonly string[]): Place | undefined {
  let map: unknown = document.contents;
  let parent: Pair | undefined;
  let isInFlow = false;
  for (const [at, key] of path.entries()) {
    if (!isMap(map)) return undefined;
    const pair = pairOf(map, key);
    const rest = path.slice(at + 1);
    if (pair === undefined || rest.length === 0 || !isMap(pair.value)) {
      return { map, parent, isInFlow, key, rest, pair };
    }
    parent = pair;
    isInFlow = isFlow(map);
    map = pair.value;
  }
  return undefined;
}

function added(text: string, place: Place, value: unknown, layout: Layout): string | undefined {
  const { map, key } = place;
  const isEmpty = map.items.length === 0;
  if (isFlow(map)) {
    if (isEmpty) return intoEmpty(text, place, { [key]: value }, layout);
    return withFlowEntry(text, map, `${keyText(key)}: ${flowText(value)}`);
  }
  const indent = indentOf(text, map.items[0]?.key);
  if (indent === undefined) return undefined;
  const mayBeFlow = (each: Values) => layout(each, each === value ? map : undefined);
  return withBlockEntry(text, map, indent, linesOf(indent, key, value, mayBeFlow));
}

/** Into `{}`: an entry that is a map gets a line of its own where the empty map stood behind its key. */
function intoEmpty(
  text: string,
  { map, parent, isInFlow }: Place,
  entry: Values,
  layout: Layout,
): string {
  const [from, to] = spanOf(map);
  const indent = parent === undefined || isInFlow ? undefined : indentOf(text, parent.key);
  const isBehindKey = parent !== undefined && behindColon(text, parent.key) === from - 1;
  const isOfMaps = Object.values(entry).every(isValues);
  if (indent === undefined || !isBehindKey || !isOfMaps) {
    return replacedAt(text, [{ from, to, by: flowText(entry) }]);
  }
  const end = endOfLine(text, to);
  const lines = linesBelow(indent, entry, layout);
  const eol = lineBreakOf(text);
  return replacedAt(text, [
    { from: from - 1, to, by: "" },
    { from: end, to: end, by: eol + lines.join(eol) },
  ]);
}

function linesBelow(indent: string, entries: Values, layout: Layout): readonly string[] {
  return Object.entries(entries).flatMap(([name, each]) =>
    linesOf(`${indent}  `, name, each, (inner) => layout(inner, undefined)),
  );
}

function inFlow(text: string, { key, value: old }: Pair, value: unknown): string | undefined {
  const [from, to] = spanOf(old);
  const by = isScalar(old) ? inItsQuotes(old, value, true) : flowText(value);
  if (from < to) return replacedAt(text, [{ from, to, by }]);
  const colon = behindColon(text, key);
  return colon === undefined
    ? undefined
    : replacedAt(text, [{ from: colon, to: colon, by: ` ${by}` }]);
}

interface Replacing {
  readonly map: YAMLMap;
  readonly pair: Pair;
  readonly key: string;
  readonly value: unknown;
}

function inBlock(
  text: string,
  { map, pair, key, value }: Replacing,
  layout: Layout,
): string | undefined {
  const indent = indentOf(text, pair.key);
  if (indent === undefined) return undefined;
  const { value: old } = pair;
  const [, ...below] = linesOf(indent, key, value, (each) =>
    layout(each, each === value ? map : undefined),
  );
  const by = isScalar(old) ? inItsQuotes(old, value, false) : flowText(value);
  const [from, to] = spanOf(old);
  if (isCollection(old) && old.flow !== true) {
    return insteadOfLines(text, pair, below.length > 0 ? below : by);
  }
  const eol = lineBreakOf(text);
  if (below.length > 0) {
    const start = text.slice(0, from).trimEnd().length;
    return replacedAt(text, [{ from: start, to, by: eol + below.join(eol) }]);
  }
  if (from === to) {
    const colon = behindColon(text, pair.key);
    return colon === undefined
      ? undefined
      : replacedAt(text, [{ from: colon, to: colon, by: ` ${by}` }]);
  }
  const isOfLines = text.charAt(to - 1) === "\n";
  return replacedAt(text, [{ from, to, by: isOfLines ? by + eol : by }]);
}

/** In the place of a map or list that stands below its key: lines, or a value on the line of the key. */
function insteadOfLines(
  text: string,
  pair: Pair,
  value: readonly string[] | string,
): string | undefined {
  const { value: old } = pair;
  const from = startOfLine(text, spanOf(old)[0]);
  const to = endOfPair(text, pair);
  const colon = emptyBehind(text, pair);
  const eol = lineBreakOf(text);
  if (colon === undefined) return undefined;
  if (typeof value !== "string") return replacedAt(text, [{ from, to, by: value.join(eol) }]);
  const before = text.charAt(from - 2) === "\r" ? from - 2 : from - 1;
  return replacedAt(text, [
    { from: colon, to: colon, by: ` ${value}` },
    { from: before, to, by: "" },
  ]);
}

/** A new text keeps the quotes of the old one. */
function inItsQuotes(old: Scalar, value: unknown, inFlow: boolean): string {
  if (typeof value === "object" && value !== null) return flowText(value);
  if (typeof value !== "string") return scalarText(value, inFlow);
  if (old.type === "QUOTE_DOUBLE") return quoted(value);
  const isSimple = /^[\x20-\x7e]*$/.test(value);
  if (old.type === "QUOTE_SINGLE" && isSimple) return `'${value.replaceAll("'", "''")}'`;
  return scalarText(value, inFlow);
}
