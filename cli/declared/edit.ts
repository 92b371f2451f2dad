import { isDeepStrictEqual } from "node:util";

import { ConfigError } from "../../config/config-error.ts";
import { formatPath, isMap, valueAt } from "../../config/problem.ts";
import { parseYaml } from "../../config/yaml-text.ts";
import { CliError, exitCodes } from "../errors.ts";
import { asNeighbours, withPath, withoutPath, type Layout } from "./splice.ts";

/** One value of a file set, or taken away. */
export interface Edit {
  /** As in the file: `["config", "msa:services", "user-service", "version"]`. Keys of maps only. */
  readonly path: readonly string[];
  /** Absent: the key is removed. A map replaces the whole of what is there. */
  readonly value?: unknown;
}

/**
 * The text of a file with some values changed, and every other byte as it was: comments, order, quotes,
 * spaces. What an edit adds, removing the first of its keys that was new takes away again, to the byte;
 * only an empty map that has spaces or a comment inside comes back as `{}`.
 *
 * @throws ConfigError when the text is not YAML · CliError where the file is written in a way that cannot
 * be kept, such as with an alias.
 */
export function editedText(file: string, text: string, edits: readonly Edit[]): string {
  return edits.reduce((now, edit) => {
    const after = edited(file, now, edit);
    if (after !== undefined) return after;
    throw new CliError(
      `${file}, ${formatPath(edit.path)}: cannot be changed with the rest of the file kept as it is ` +
        `(found ${foundAt(file, now, edit.path)}). Write it out there, or edit the file by hand.`,
      exitCodes.badInput,
    );
  }, text);
}

/**
 * The same for one edit.
 *
 * @param layout how a new map is written. @default as the entries around it
 * @returns undefined where the file is written in a way that cannot be kept.
 */
export function edited(
  file: string,
  text: string,
  edit: Edit,
  layout: Layout = asNeighbours,
): string | undefined {
  const document = parseYaml(file, text);
  const before: unknown = document.toJS();
  const wanted = valuesAfter(before, edit);
  if (isDeepStrictEqual(before, wanted)) return text;
  const after =
    edit.value === undefined
      ? withoutPath(text, document, edit.path)
      : withPath(text, document, { path: edit.path, value: edit.value }, layout);
  return after !== undefined && says(file, after, wanted) ? after : undefined;
}

/** What the whole file says after an edit. */
function valuesAfter(values: unknown, { path, value }: Edit): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return value;
  const map = isMap(values) ? values : {};
  const isThere = Object.hasOwn(map, key);
  if (value !== undefined) {
    const own = isThere ? map[key] : undefined;
    return { ...map, [key]: valuesAfter(own, { path: rest, value }) };
  }
  if (!isThere) return values;
  if (rest.length > 0) return { ...map, [key]: valuesAfter(map[key], { path: rest }) };
  return Object.fromEntries(Object.entries(map).filter(([name]) => name !== key));
}

function says(file: string, text: string, wanted: unknown): boolean {
  try {
    return isDeepStrictEqual(parseYaml(file, text).toJS(), wanted);
  } catch (error) {
    if (error instanceof ConfigError) return false;
    throw error;
  }
}

/** The likeliest reason, in words. */
function foundAt(file: string, text: string, path: readonly string[]): string {
  const values: unknown = parseYaml(file, text).toJS();
  const ways = path.map((_, at) => path.slice(0, at + 1));
  const list = ways.find((way) => Array.isArray(valueAt(values, way)));
  if (list !== undefined && list.length < path.length) return `a list at ${formatPath(list)}`;
  return /[*&]\w|<<:/.test(text) ? "an anchor or an alias" : "an unusual layout";
}
