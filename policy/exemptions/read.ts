import { readFileSync } from "node:fs";
import { join } from "node:path";

import type { Rule } from "../rule.ts";
import type { Exemptions } from "./exemption.ts";
import { parseExemptions } from "./parse.ts";

/** Reads both files of exemptions from the pack's folder. Throws ExemptionError when one is wrong. */
export function readExemptions(folder: string, rules: readonly Rule[], today: string): Exemptions {
  const read = (file: string) => ({
    file: `policy/${file}`,
    text: readFileSync(join(folder, file), "utf8"),
  });
  return parseExemptions({
    services: read("exemptions.yaml"),
    platform: read("platform-exemptions.yaml"),
    rules,
    today,
  });
}
