import { isMap as isYamlMap, type Document } from "yaml";

import { isMap, valueAt } from "../../config/problem.ts";
import { parseYaml } from "../../config/yaml-text.ts";
import { edited, type Edit } from "../declared/edit.ts";
import { stackPath } from "../declared/place-in-file.ts";
import type { Layout } from "../declared/splice.ts";

type Fields = Readonly<Record<string, string | number>>;

/** One entry of a map of ours below `config:`. */
export interface FileEntry {
  /** `secrets` or `secretRevisions`. */
  readonly map: string;
  /** Key in that map. */
  readonly name: string;
  readonly fields: Fields;
}

/**
 * The text of a stack file with an entry set, and every other byte as it was: comments, spaces, quotes.
 * The engine's own `config set` would write all of the file anew.
 *
 * Where the file is written in a way in which that cannot be done, such as with an alias, it is written
 * anew, comments kept: a secret that was asked for must not be lost over it.
 *
 * @throws ConfigError when the text is not YAML.
 */
export function withEntry(file: string, text: string, entry: FileEntry): string {
  const path = [...stackPath(file, text, entry.map), entry.name];
  const spliced = editsOf(file, text, { path, fields: entry.fields }).reduce<string | undefined>(
    (now, edit) => (now === undefined ? undefined : edited(file, now, edit, asEngine)),
    text,
  );
  return spliced ?? rewritten(parseYaml(file, text), path, entry.fields);
}

interface Entry {
  readonly path: readonly string[];
  readonly fields: Fields;
}

/** An entry of the same keys keeps its layout: only its values are replaced. */
function editsOf(file: string, text: string, { path, fields }: Entry): readonly Edit[] {
  const there = valueAt(parseYaml(file, text).toJS(), path);
  const keys = Object.keys(fields);
  const isSame =
    isMap(there) &&
    Object.keys(there).length === keys.length &&
    keys.every((key) => Object.hasOwn(there, key));
  return isSame
    ? keys.map((key) => ({ path: [...path, key], value: fields[key] }))
    : [{ path, value: fields }];
}

/** As the engine writes an encrypted value, and short ones on one line, so that a formatter has nothing to do. */
const asEngine: Layout = (value) => {
  const fields = Object.values(value);
  return fields.length > 1 && fields.every((each) => typeof each !== "object");
};

function rewritten(document: Document, path: readonly string[], fields: Fields): string {
  const above = path.slice(0, -1);
  if (!isYamlMap(document.getIn(above))) {
    // Nothing below the key, or an alias, into which nothing can be set.
    const entries = valueAt(document.toJS(), above);
    document.setIn(above, document.createNode(isMap(entries) ? entries : {}));
  }
  document.setIn(path, document.createNode(fields));
  return document.toString({ lineWidth: 0 });
}
