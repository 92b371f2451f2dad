import type { Pair, YAMLMap } from "yaml";

import {
  behindColon,
  endOfLine,
  endOfPair,
  indentOf,
  lineBreakOf,
  replacedAt,
  spanOf,
  startOfLine,
  type Part,
} from "./yaml-place.ts";

/**
 * A text with lines put behind the last entry of a map, and behind the comments that stand below it and
 * belong to the map.
 *
 * @param indent the spaces before each key of the map.
 */
export function withBlockEntry(
  text: string,
  map: YAMLMap,
  indent: string,
  lines: readonly string[],
): string {
  const eol = lineBreakOf(text);
  const end = endOfPair(text, map.items.at(-1) as Pair);
  const comments = new RegExp(`^(?:(?:\\r?\\n *)*\\r?\\n {${indent.length},}#[^\\r\\n]*)*`);
  const behind = end + (comments.exec(text.slice(end))?.[0].length ?? 0);
  return replacedAt(text, [{ from: behind, to: behind, by: eol + lines.join(eol) }]);
}

/**
 * A text without one of the entries of a map; an only one leaves `{}`.
 *
 * @param parent the pair whose value the map is; absent for the whole file.
 * @returns undefined where the entry does not stand on lines of its own.
 */
export function withoutBlockEntry(
  text: string,
  map: YAMLMap,
  pair: Pair,
  parent: Pair | undefined,
): string | undefined {
  const lines = linesOfPair(text, pair);
  if (lines === undefined) return undefined;
  if (map.items.length > 1) return replacedAt(text, [lines]);
  const colon = parent === undefined ? undefined : emptyBehind(text, parent);
  if (colon === undefined) return undefined;
  return replacedAt(text, [lines, { from: colon, to: colon, by: " {}" }]);
}

/** Just behind the colon of a key whose value begins on a later line; undefined when it does not. */
export function emptyBehind(text: string, { key }: Pair): number | undefined {
  const colon = behindColon(text, key);
  if (colon === undefined) return undefined;
  return /^ *(#.*)?$/.test(text.slice(colon, endOfLine(text, colon))) ? colon : undefined;
}

/** All lines of a pair, with the comments below it that stand deeper than its key. */
function linesOfPair(text: string, pair: Pair): Part | undefined {
  const indent = indentOf(text, pair.key);
  if (indent === undefined) return undefined;
  const from = startOfLine(text, spanOf(pair.key)[0]);
  const end = endOfPair(text, pair);
  const comments = new RegExp(`^(?:(?:\\r?\\n *)*\\r?\\n {${indent.length + 1},}#[^\\r\\n]*)*`);
  const to = end + (comments.exec(text.slice(end))?.[0].length ?? 0);
  const eol = /^\r?\n/.exec(text.slice(to))?.[0];
  if (eol !== undefined) return { from, to: to + eol.length, by: "" };
  // At the end of a file without a last line break.
  return { from: from - (/\r?\n$/.exec(text.slice(0, from))?.[0].length ?? 0), to, by: "" };
}
