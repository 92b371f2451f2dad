import { readFileSync } from "node:fs";
import { join } from "node:path";

import type { JobArguments } from "./arguments.ts";

const folder = join(import.meta.dirname, "..", "checks");

/** All that the script needs; it imports nothing else. */
export const scriptFiles = ["main.ts", "check-service.ts", "json-path.ts", "read-answer.ts"];

/**
 * Where the ConfigMap is mounted, and what is run there. In a cluster a wrong answer is soon right or not at
 * all, so that each question is given up sooner than from outside.
 */
export const mountPath = "/checks";
export const command = ["node", `${mountPath}/main.ts`, `${mountPath}/checks.json`];
const options = { attempts: 3, timeout: 5000, pause: 3000 };

/** Content of the ConfigMap: the script as it is in the repository, and what it asks. */
export function scriptData({ checks }: Pick<JobArguments, "checks">): Record<string, string> {
  return {
    ...Object.fromEntries(
      scriptFiles.map((file) => [file, readFileSync(join(folder, file), "utf8")]),
    ),
    // Without it Node would have to find out what kind of modules these are.
    "package.json": '{"type":"module"}\n',
    "checks.json": JSON.stringify({ checks, options }),
  };
}
