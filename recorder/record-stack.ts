import { readFileSync } from "node:fs";
import { dirname } from "node:path";

import { flatten } from "../config/flatten.ts";
import { projectFileName } from "../config/input.ts";
import { parse } from "../config/parse.ts";
import { readConfigFiles, type ConfigFiles } from "../config/read-files.ts";
import { record, type RecordOptions } from "./record.ts";
import type { Recording } from "./recording.ts";

/**
 * Records the program of one environment from its two files. Nothing is decrypted: a secret is a
 * placeholder from the start.
 *
 * @throws ConfigError when the files are wrong, before anything is run · RecordError when the program fails.
 */
export async function recordStack(files: ConfigFiles): Promise<Recording> {
  const { cluster } = parse(readConfigFiles(files));
  return recordTexts({
    folder: dirname(files.projectFile),
    stack: files.stack,
    projectText: readFileSync(files.projectFile, "utf8"),
    stackText: readFileSync(files.stackFile, "utf8"),
    stackFile: files.stackFile,
    identity: cluster.uid,
  });
}

/** A program with the texts of its two files, which need not be those that lie beside it. */
export interface ProgramTexts extends Pick<RecordOptions, "folder" | "filesFolder" | "identity"> {
  readonly stack: string;
  readonly projectText: string;
  readonly stackText: string;
  /** The stack file's name in messages. @default Pulumi.<stack>.yaml */
  readonly stackFile?: string;
}

/**
 * Records a program with texts that are known to be right.
 *
 * @throws ConfigError when one is not YAML · RecordError when the program fails.
 */
export function recordTexts({
  projectText,
  stackText,
  stackFile,
  ...program
}: ProgramTexts): Promise<Recording> {
  const project = flatten.project(projectFileName, projectText);
  const file = stackFile ?? `Pulumi.${program.stack}.yaml`;
  const stack = flatten.stack(file, stackText, project.projectName);
  return record({
    ...program,
    project: project.projectName,
    config: { ...project.values, ...stack.values },
    secretKeys: [...project.secretKeys, ...stack.secretKeys],
  });
}
