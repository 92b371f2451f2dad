import type { Pair, YAMLMap } from "yaml";

import { endOfLine, indentOf, lineBreakOf, replacedAt, spanOf, type Part } from "./yaml-place.ts";

/** A text with `key: value` put behind the last entry of a `{ … }` that has entries. */
export function withFlowEntry(text: string, map: YAMLMap, entry: string): string {
  const last = map.items.at(-1) as Pair;
  const end = endOfEntry(last);
  const comma = commaBehind(text, end);
  const indent = indentOf(text, last.key);
  const isOnLines = indent !== undefined && /\n/.test(text.slice(end, spanOf(map)[1]));
  if (!isOnLines) {
    return comma === undefined
      ? replacedAt(text, [{ from: end, to: end, by: `, ${entry}` }])
      : replacedAt(text, [{ from: comma, to: comma, by: ` ${entry},` }]);
  }
  const behind = endOfLine(text, comma ?? end);
  const line = `${lineBreakOf(text)}${indent}${entry}`;
  return replacedAt(
    text,
    comma === undefined
      ? behind === end
        ? [{ from: end, to: end, by: `,${line}` }]
        : [
            { from: end, to: end, by: "," },
            { from: behind, to: behind, by: line },
          ]
      : [{ from: behind, to: behind, by: `${line},` }],
  );
}

/** A text without one of the entries of a `{ … }`; an only one leaves `{}`. */
export function withoutFlowEntry(text: string, map: YAMLMap, pair: Pair): string {
  const [from, to] = spanOf(map);
  if (map.items.length === 1) return replacedAt(text, [{ from, to, by: "{}" }]);
  return replacedAt(text, partsOf(text, map, pair));
}

function partsOf(text: string, map: YAMLMap, pair: Pair): readonly Part[] {
  const at = map.items.indexOf(pair);
  const [start] = spanOf(pair.key);
  const end = endOfEntry(pair);
  const comma = commaBehind(text, end);
  const before = text.slice(0, start).trimEnd().length;
  if (comma === undefined) {
    // The last one: the comma of the one before it goes too.
    const previous = endOfEntry(map.items[at - 1] as Pair);
    const itsComma = commaBehind(text, previous) ?? previous;
    return itsComma === before
      ? [{ from: previous, to: end, by: "" }]
      : [
          { from: previous, to: itsComma, by: "" },
          { from: before, to: end, by: "" },
        ];
  }
  const comment = /^ +#.*/.exec(text.slice(comma, endOfLine(text, comma)))?.[0] ?? "";
  const behind = comma + comment.length;
  if (at > 0) return [{ from: before, to: behind, by: "" }];
  const next = /^\s*/.exec(text.slice(behind))?.[0] ?? "";
  return [{ from: start, to: behind + next.length, by: "" }];
}

function endOfEntry({ key, value }: Pair): number {
  return spanOf(value ?? key)[1];
}

/** Just behind the comma that follows; undefined when there is none. */
function commaBehind(text: string, end: number): number | undefined {
  const found = /^\s*,/.exec(text.slice(end));
  return found === null ? undefined : end + found[0].length;
}
