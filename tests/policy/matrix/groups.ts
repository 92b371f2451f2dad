import type { Told } from "./engine.ts";
import { draftOf, verdict, type Row } from "./rows.ts";

/** Rows that one preview can show, since none of them changes what the rules say of the others. */
export interface Group {
  readonly rows: readonly Row[];
  /** Everything that the rules say of all their changes together; sorted. */
  readonly says: readonly Told[];
}

interface Part {
  readonly row: Row;
  readonly lines: ReadonlySet<string>;
}

/** Few groups, first come, first served: whether rows disturb each other is asked of the rules themselves. */
export function grouped(rows: readonly Row[]): readonly Group[] {
  const groups: Part[][] = [];
  for (const row of rows) {
    const part = { row, lines: linesOf([row]) };
    const room = groups.find((group) => isCompatible([...group, part]));
    if (room === undefined) groups.push([part]);
    else room.push(part);
  }
  return groups.map((parts) => {
    const own = parts.map(({ row }) => row);
    return { rows: own, says: [...linesOf(own)].sort().map((line) => JSON.parse(line) as Told) };
  });
}

/** Together they say what each says alone, no more and no less. */
function isCompatible(parts: readonly Part[]): boolean {
  const [first] = parts;
  if (parts.some(({ row }) => row.depth !== first?.row.depth)) return false;
  if (isTouchedTwice(parts.flatMap(({ row }) => Object.keys(row.change)))) return false;
  const apart = new Set(parts.flatMap(({ lines }) => [...lines]));
  const together = linesOf(parts.map(({ row }) => row));
  return apart.size === together.size && [...apart].every((line) => together.has(line));
}

/** One field twice, or an object as a whole and a field of it. */
function isTouchedTwice(wheres: readonly string[]): boolean {
  const names = (each: readonly string[]) => each.map((where) => where.split(" ")[0]);
  const whole = names(wheres.filter((where) => !where.includes(" ")));
  const fields = names(wheres.filter((where) => where.includes(" ")));
  return new Set(wheres).size < wheres.length || whole.some((name) => fields.includes(name));
}

function linesOf(rows: readonly Row[]): ReadonlySet<string> {
  const lines = verdict(draftOf(rows)).map(({ rule, level, message }) => ({
    rule,
    level,
    message,
  }));
  return new Set(lines.map((line) => JSON.stringify(line)));
}
