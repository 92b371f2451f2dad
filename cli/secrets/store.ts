import { readFileSync } from "node:fs";
import { relative } from "node:path";
import { isDeepStrictEqual } from "node:util";

import { isMap, valueAt } from "../../config/problem.ts";
import { parseYaml } from "../../config/yaml-text.ts";
import { CliError } from "../errors.ts";
import { root } from "../paths.ts";
import { today } from "./age.ts";
import { encrypt, encryptionOf, type Encrypted } from "./encrypt.ts";
import { configToSet, textOfPlace, type SecretsPlace } from "./place.ts";
import { withEntry, type FileEntry } from "./stack-file-edit.ts";
import { writeWhole } from "../write-whole.ts";

/** A secret that was set. */
export interface StoredSecret {
  readonly name: string;
  /** How often it has been set. */
  readonly revision: number;
  /** Day it was set, `2026-11-23`. */
  readonly set: string;
  /** The stack file that keeps it, seen from the project. */
  readonly file: string;
}

/**
 * Encrypts a value and writes it into the stack file of a place, with a revision that is one higher.
 * The file is replaced in one step, after everything that can fail.
 *
 * @throws CliError when the engine cannot encrypt, or the file was changed meanwhile.
 */
export async function storeSecret(
  place: SecretsPlace,
  name: string,
  value: string,
): Promise<StoredSecret> {
  const { target } = place;
  const before = textOfPlace(place);
  const encrypted = await encrypt(target, before, { name, value });
  // Read again: a person may have written to it while the engine was at work.
  const now = readFileSync(target.stackFile, "utf8");
  const file = relative(root, target.stackFile);
  if (!isDeepStrictEqual(encryptionOf(before), encryptionOf(now))) {
    throw new CliError(
      `${file}: how it is encrypted was changed meanwhile. Nothing was written; run the command again.`,
    );
  }
  const revision = revisionIn(now, name) + 1;
  const set = today();
  const text = withSecret(file, now, { name, encrypted, revision, set });
  const { secrets } = configToSet(target, text);
  const isSet = secrets.some((each) => each.name === name && each.isSet);
  if (!isSet) throw new Error(`${name} would not be set in ${file}.`);
  writeWhole([{ file: target.stackFile, text }]);
  return { name, revision, set, file };
}

interface Setting extends Omit<StoredSecret, "file"> {
  readonly encrypted: Encrypted;
}

function withSecret(
  file: string,
  text: string,
  { name, encrypted, revision, set }: Setting,
): string {
  const { ciphertext, keys } = encrypted;
  const entries: readonly FileEntry[] = [
    { map: "secrets", name, fields: { secure: ciphertext } },
    { map: "secretRevisions", name, fields: { revision, set } },
  ];
  const edited = entries.reduce((now, entry) => withEntry(file, now, entry), text);
  return withEncryption(edited, keys);
}

/** Adds the encryption keys that the engine has made; one that is there is never changed by `config set`. */
function withEncryption(text: string, keys: Encrypted["keys"]): string {
  const has = encryptionOf(text);
  const added = Object.entries(keys).filter(([key]) => !Object.hasOwn(has, key));
  const start = text.endsWith("\n") || text === "" ? text : `${text}\n`;
  return added.reduce((now, [key, value]) => `${now}${key}: ${value}\n`, start);
}

function revisionIn(text: string, name: string): number {
  const config = valueAt(parseYaml("the stack file", text).toJS(), ["config"]);
  const revisions =
    valueAt(config, ["msa:secretRevisions"]) ?? valueAt(config, ["secretRevisions"]);
  const revision = isMap(revisions) ? valueAt(revisions, [name, "revision"]) : undefined;
  return typeof revision === "number" ? revision : 0;
}
