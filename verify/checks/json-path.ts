/**
 * The value at a path of keys joined by dots and indexes in brackets, such as `items[0].name`.
 *
 * @returns undefined where there is none; an inherited property is none.
 */
export function valueAtPath(value: unknown, path: string): unknown {
  let found = value;
  for (const segment of path.match(/[^.[\]]+/g) ?? []) {
    if (typeof found !== "object" || found === null || !Object.hasOwn(found, segment)) {
      return undefined;
    }
    found = (found as Readonly<Record<string, unknown>>)[segment];
  }
  return found;
}

/** A value in a few words: text is cut, and of a list or a map only the kind is told. */
export function inWords(value: unknown): string {
  if (value === undefined) return "not there";
  if (Array.isArray(value)) return "a list";
  if (typeof value === "object" && value !== null) return "a map";
  const text = JSON.stringify(value);
  return text.length > longest ? `${text.slice(0, longest)}…` : text;
}

const longest = 80;
