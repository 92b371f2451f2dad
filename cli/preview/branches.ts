import { readFileSync } from "node:fs";
import { join } from "node:path";

import { flatten } from "../../config/flatten.ts";
import { environments } from "../../config/model.ts";
import type { Branches } from "./revisions.ts";

/** The branch of each environment, from its stack file; empty where the file cannot be read. */
export function branchesOf(folder: string): Branches {
  const entries = environments.map((environment) => {
    const file = `Pulumi.${environment}.yaml`;
    try {
      const text = readFileSync(join(folder, file), "utf8");
      return [environment, flatten.stack(file, text).values["msa:branch"] ?? ""] as const;
    } catch {
      // Reported where the environment is recorded.
      return [environment, ""] as const;
    }
  });
  return Object.fromEntries(entries) as unknown as Branches;
}
