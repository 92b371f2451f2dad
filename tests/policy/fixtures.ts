import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { parse } from "yaml";

/** One changed field, and what the rule says of it. */
export interface Failing {
  /** Where and what, one field; see change.ts. */
  readonly change: Readonly<Record<string, unknown>>;
  /** Every message of the rule, exactly. */
  readonly says: readonly string[];
}

/** Fixtures of one rule: each is the good stack with one field changed. */
export interface Fixtures {
  readonly rule: string;
  readonly passes: readonly Readonly<Record<string, unknown>>[];
  readonly fails: readonly Failing[];
}

const folder = join(import.meta.dirname, "rules");

/** The fixtures of every rule, by the name of their file. */
export function allFixtures(): readonly Fixtures[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith(".yaml"))
    .sort()
    .map((name) => ({
      rule: name.replace(/\.yaml$/, ""),
      ...(parse(readFileSync(join(folder, name), "utf8")) as Omit<Fixtures, "rule">),
    }));
}
