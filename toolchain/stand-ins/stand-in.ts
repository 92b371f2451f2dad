import { existsSync, readFileSync } from "node:fs";
import path from "node:path";

import { z } from "zod";

import { ToolchainError } from "../errors.ts";
import { parseValueLines, type ValueLine } from "./value-paths.ts";

const standInSchema = z.strictObject({
  /** Lists of value paths the chart has; of two that set one default the later wins. */
  values: z.array(
    z.strictObject({
      /** File in the values folder, without `.txt`; beside it there may be `<list>.extra.txt`. */
      list: z.string(),
      /** Key below which they stand: the name of a dependency. */
      under: z.string().optional(),
    }),
  ),
  /** Subfolders of the CRDs folder that the chart carries, and the chart's folder they go into. */
  crds: z.array(z.strictObject({ source: z.string(), into: z.enum(["crds", "files/crds"]) })),
});

/** What `stand-in.json` says of a chart, beside its templates. */
export type StandIn = z.infer<typeof standInSchema>;

/** The name of that file. */
export const standInFile = "stand-in.json";

/** Reads a chart folder's `stand-in.json`. Throws a ToolchainError when it is not as it should be. */
export function readStandIn(folder: string): StandIn {
  const file = path.join(folder, standInFile);
  const read = standInSchema.safeParse(JSON.parse(readFileSync(file, "utf8")));
  if (!read.success) {
    throw new ToolchainError(`${file}: ${z.prettifyError(read.error)}. Correct it.`);
  }
  return read.data;
}

/** The value paths of a stand-in: those with a default, and those the real chart reads without one. */
export interface StandInValues {
  readonly defaults: readonly ValueLine[];
  /** The value of each is where in the real chart it is read. */
  readonly extra: readonly ValueLine[];
}

/** Reads the lists of a stand-in from the values folder. Throws a ToolchainError when one is malformed. */
export function valuesOf(standIn: StandIn, valuesFolder: string): StandInValues {
  const lines = (suffix: string): ValueLine[] =>
    standIn.values.flatMap(({ list, under }) => {
      const file = path.join(valuesFolder, `${list}${suffix}`);
      if (suffix !== ".txt" && !existsSync(file)) {
        return [];
      }
      const prefix = under === undefined ? [] : [under];
      return parseValueLines(readFileSync(file, "utf8"), file).map(({ path: keys, value }) => ({
        path: [...prefix, ...keys],
        value,
      }));
    });
  return { defaults: lines(".txt"), extra: lines(".extra.txt") };
}
