import { readFileSync } from "node:fs";
import { dirname } from "node:path";

import { flatten } from "../config/flatten.ts";
import { parse } from "../config/parse.ts";
import { readConfigFiles, type ConfigFiles } from "../config/read-files.ts";
import { record } from "./record.ts";
import type { Recording } from "./recording.ts";

/**
 * Records the program of one environment from its two files. Nothing is decrypted: a secret is a
 * placeholder from the start.
 *
 * @throws ConfigError when the files are wrong, before anything is run · RecordError when the program fails.
 */
export async function recordStack(files: ConfigFiles): Promise<Recording> {
  const { cluster } = parse(readConfigFiles(files));
  const project = flatten.project("Pulumi.yaml", readFileSync(files.projectFile, "utf8"));
  const stack = flatten.stack(
    files.stackFile,
    readFileSync(files.stackFile, "utf8"),
    project.projectName,
  );
  return record({
    folder: dirname(files.projectFile),
    project: project.projectName,
    stack: files.stack,
    config: { ...project.values, ...stack.values },
    secretKeys: [...project.secretKeys, ...stack.secretKeys],
    identity: cluster.uid,
  });
}
