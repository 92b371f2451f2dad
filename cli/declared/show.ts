import { styleText } from "node:util";

import { structuredPatch } from "diff";

import type { ChangedFile } from "./change.ts";

/** A changed file as lines of a unified diff, for JSON. */
export interface FileDiff {
  readonly file: string;
  /** Hunks: `@@ -1,3 +1,4 @@`, then lines that begin with a space, `-` or `+`. */
  readonly lines: readonly string[];
}

/** Lines around a change that are shown with it. */
const context = 1;

/** A change of files, small: only the lines that differ and one around them. */
export function diffOf({ file, before, after }: ChangedFile): FileDiff {
  const { hunks } = structuredPatch(file, file, before, after, undefined, undefined, { context });
  const lines = hunks.flatMap(({ oldStart, oldLines, newStart, newLines, lines: all }) => [
    `@@ -${oldStart},${oldLines} +${newStart},${newLines} @@`,
    ...all.map((line) => line.replace(/\r$/, "")),
  ]);
  return { file, lines };
}

/** The same for a person, without the hunks' numbers. */
export function diffText(files: readonly ChangedFile[], colour: boolean): string {
  return files
    .map((each) => {
      const { file, lines } = diffOf(each);
      const [, ...rest] = lines;
      const shown = rest.map((line) => painted(line.startsWith("@@") ? "  …" : line, colour));
      return [file, ...shown.map((line) => `  ${line}`)].join("\n");
    })
    .join("\n");
}

function painted(line: string, colour: boolean): string {
  if (!colour || !/^[-+]/.test(line)) return line;
  // Whether to colour is decided by the caller.
  return styleText(line.startsWith("-") ? "red" : "green", line, { validateStream: false });
}
