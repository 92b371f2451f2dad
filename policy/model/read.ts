/**
 * Readers of values whose shape nobody has promised: what charts render and what people write.
 *
 * None of them throws for any JSON; a value of another type is as good as none.
 */

/** A map of keys, as opposed to a list, a scalar or nothing. */
export type Fields = Readonly<Record<string, unknown>>;

const nothing: Fields = {};

/** True for a map of keys. */
export function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/**
 * The value at a path such as `spec.template.spec`; undefined where the path leaves the tree.
 *
 * @param path dotted, or a list where a key has dots in it.
 */
export function at(value: unknown, path: string | readonly string[]): unknown {
  const keys = typeof path === "string" ? path.split(".") : path;
  let found = value;
  for (const key of keys) {
    if (!isFields(found) || !Object.hasOwn(found, key)) return undefined;
    found = found[key];
  }
  return found;
}

/** The map at a path; an empty one where there is none. */
export function fieldsAt(value: unknown, path: string | readonly string[]): Fields {
  const found = at(value, path);
  return isFields(found) ? found : nothing;
}

/** The list at a path; an empty one where there is none. */
export function listAt(value: unknown, path: string | readonly string[]): readonly unknown[] {
  const found = at(value, path);
  return Array.isArray(found) ? (found as readonly unknown[]) : [];
}

/** The text at a path; undefined where there is none. */
export function textAt(value: unknown, path: string | readonly string[]): string | undefined {
  const found = at(value, path);
  return typeof found === "string" ? found : undefined;
}

/** The texts of the list at a path; its other entries are left out. */
export function textsAt(value: unknown, path: string | readonly string[]): readonly string[] {
  return listAt(value, path).filter((each) => typeof each === "string");
}

/** The number at a path; undefined where there is none. */
export function numberAt(value: unknown, path: string | readonly string[]): number | undefined {
  const found = at(value, path);
  return typeof found === "number" ? found : undefined;
}

/** The texts of the map at a path, by key; other values are left out. */
export function textMapAt(
  value: unknown,
  path: string | readonly string[],
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(fieldsAt(value, path)).filter(
      (entry): entry is [string, string] => typeof entry[1] === "string",
    ),
  );
}
