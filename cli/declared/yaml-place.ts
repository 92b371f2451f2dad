import {
  isCollection,
  isMap,
  isNode,
  isPair,
  isScalar,
  type Node,
  type Pair,
  type YAMLMap,
} from "yaml";

/** The pair of a key; the file may say it as a number or in quotes. */
export function pairOf(map: YAMLMap, name: string): Pair | undefined {
  return map.items.find(({ key }) => isScalar(key) && String(key.value) === name);
}

/** True for `{ … }`, also an empty one. */
export function isFlow(value: unknown): boolean {
  return isMap(value) && value.flow === true;
}

/** Line break of a text: that of its first line. */
export function lineBreakOf(text: string): string {
  return /\r?\n/.exec(text)?.[0] ?? "\n";
}

/** Where a node begins and where its own text ends, comments behind it not counted in. */
export function spanOf(node: unknown): readonly [number, number] {
  const range = isNode(node) ? node.range : undefined;
  return range === undefined || range === null ? [0, 0] : [range[0], range[1]];
}

/** Where the last value inside a node ends; the library counts comments behind it in. */
export function endOf(node: Node): number {
  const last: unknown = isCollection(node) && node.flow !== true ? node.items.at(-1) : undefined;
  const inside = isPair(last) ? (last.value ?? last.key) : last;
  return isNode(inside) ? endOf(inside) : (node.range?.[1] ?? 0);
}

/** Where the line of a position begins. */
export function startOfLine(text: string, at: number): number {
  return text.lastIndexOf("\n", at - 1) + 1;
}

/** Where the line of a position ends, before its line break. */
export function endOfLine(text: string, from: number): number {
  const end = text.indexOf("\n", from);
  if (end === -1) return text.length;
  return text.charAt(end - 1) === "\r" && end > from ? end - 1 : end;
}

/** The spaces before a key that begins its line; undefined when something else stands there. */
export function indentOf(text: string, key: unknown): string | undefined {
  const [start] = spanOf(key);
  const before = text.slice(startOfLine(text, start), start);
  return /^ *$/.test(before) ? before : undefined;
}

/** Where the last line of a pair ends, before its line break; a comment on that line is the pair's. */
export function endOfPair(text: string, { key, value }: Pair): number {
  const end = endOf((value ?? key) as Node);
  // A text of several lines ends with its line break.
  if (text.charAt(end - 1) !== "\n") return endOfLine(text, end);
  return text.charAt(end - 2) === "\r" ? end - 2 : end - 1;
}

/** Just behind the colon of a key; undefined when there is none, as in `? key`. */
export function behindColon(text: string, key: unknown): number | undefined {
  const [, end] = spanOf(key);
  const colon = /^ *:/.exec(text.slice(end));
  return colon === null ? undefined : end + colon[0].length;
}

/** A text with parts of it replaced; the parts must not overlap. */
export function replacedAt(text: string, parts: readonly Part[]): string {
  return [...parts]
    .sort((a, b) => b.from - a.from || b.to - a.to)
    .reduce((now, { from, to, by }) => now.slice(0, from) + by + now.slice(to), text);
}

/** What stands from one position to another, and what is to stand there. */
export interface Part {
  readonly from: number;
  readonly to: number;
  readonly by: string;
}
