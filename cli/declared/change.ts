import { readFileSync } from "node:fs";
import { join } from "node:path";

import { ConfigError } from "../../config/config-error.ts";
import { decodeText } from "../../config/yaml-text.ts";
import { CliError, exitCodes } from "../errors.ts";
import { root } from "../paths.ts";
import { writeWhole } from "../write-whole.ts";
import { editedText, type Edit } from "./edit.ts";

/** Edits of one file. */
export interface FileEdits {
  /** Name in the root of the project, such as `Pulumi.production.yaml`. */
  readonly file: string;
  readonly edits: readonly Edit[];
}

/** A change of what is declared, in files of the root. */
export interface Change {
  /** Subject of its commit, imperative. */
  readonly subject: string;
  readonly files: readonly FileEdits[];
}

/** A file of the root, and what it is to hold. */
export interface ChangedFile {
  readonly file: string;
  readonly before: string;
  readonly after: string;
}

/**
 * What a change makes of the working tree; only files whose text differs. Nothing is written.
 *
 * @param folder root of a project. @default this one
 * @throws CliError for a file that cannot be read, is not YAML, or cannot be edited in place.
 */
export function changedFiles({ files }: Change, folder = root): readonly ChangedFile[] {
  return files
    .map(({ file, edits }) => {
      const before = readText(folder, file);
      return { file, before, after: editedText(file, before, edits) };
    })
    .filter(({ before, after }) => before !== after);
}

/**
 * The text of a file of the root as its bytes say, with a byte order mark where there is one.
 *
 * @throws CliError when it is not there or is no UTF-8.
 */
export function readText(folder: string, file: string): string {
  let bytes: Buffer;
  try {
    bytes = readFileSync(join(folder, file));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const found = code === "ENOENT" ? "no such file" : String(code);
    throw new CliError(
      `${file}: cannot be read (found ${found}). Restore it from Git.`,
      exitCodes.badInput,
    );
  }
  try {
    decodeText(file, bytes);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    throw new CliError(error.message, exitCodes.badInput);
  }
  return bytes.toString("utf8");
}

/**
 * Writes files into the working tree, each in one step, when none of them was changed since it was read.
 *
 * @throws CliError when one was, or what the system says when one cannot be written; then nothing is.
 */
export function writeFiles(files: readonly ChangedFile[], folder = root): void {
  for (const { file, before } of files) {
    if (readText(folder, file) === before) continue;
    throw new CliError(
      `${file}: was changed by somebody else meanwhile. Nothing was written; run the command again.`,
    );
  }
  writeWhole(files.map(({ file, after }) => ({ file: join(folder, file), text: after })));
}
