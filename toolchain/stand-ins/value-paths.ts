import { ToolchainError } from "../errors.ts";

/** One line of a list of value paths: `controller.replicas = 1`. */
export interface ValueLine {
  /** Keys from the top; a key with `.` or `/` in it is written `["like.this"]`. */
  readonly path: readonly string[];
  /** What stands after the `=`, read as JSON. */
  readonly value: unknown;
}

/**
 * Reads a list of value paths, one `<path> = <JSON>` a line.
 *
 * Throws a ToolchainError that names `file` and the line when a line has another form.
 */
export function parseValueLines(text: string, file: string): ValueLine[] {
  return text
    .split("\n")
    .map((line, index) => ({ line, where: `${file}:${index + 1}` }))
    .filter(({ line }) => line !== "")
    .map(({ line, where }) => parseLine(line, where));
}

function parseLine(line: string, where: string): ValueLine {
  const split = line.indexOf(" = ");
  const path = split === -1 ? [] : keysOf(line.slice(0, split));
  if (path.length === 0) {
    throw new ToolchainError(`${where}: not a value path (${line}). Write: <path> = <JSON>`);
  }
  try {
    return { path, value: JSON.parse(line.slice(split + 3)) };
  } catch {
    throw new ToolchainError(
      `${where}: what follows the = is not JSON (${line.slice(split + 3)}). Write it as JSON.`,
    );
  }
}

/** The keys of a path; none when it is malformed. */
function keysOf(path: string): string[] {
  const key = /\["([^"]+)"\]|([^.[\]"]+)/y;
  const keys: string[] = [];
  let at = 0;
  while (at < path.length) {
    if (keys.length > 0 && path[at] === ".") {
      at += 1;
    }
    key.lastIndex = at;
    const found = key.exec(path);
    if (found === null) {
      return [];
    }
    keys.push(found[1] ?? found[2] ?? "");
    at = key.lastIndex;
  }
  return keys;
}
