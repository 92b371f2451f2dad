import { globSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";

/**
 * Removes what a killed engine left half written beside a file of its state, which would let no later run
 * read that file. The file itself is whole: it is put in its place in one step, and its attributes, which
 * nothing needs, just before that and in several (gocloud.dev/blob/fileblob, writerWithSidecar.Close).
 *
 * @param stateFolder folder of a file backend that no engine uses at this moment.
 * @returns how many there were.
 */
export function removeTornAttributes(stateFolder: string): number {
  const torn = globSync(".pulumi/**/*.attrs", { cwd: stateFolder })
    .map((file) => join(stateFolder, file))
    .filter(isTorn);
  for (const file of torn) rmSync(file);
  return torn.length;
}

function isTorn(file: string): boolean {
  try {
    JSON.parse(readFileSync(file, "utf8"));
    return false;
  } catch (error) {
    return error instanceof SyntaxError;
  }
}
