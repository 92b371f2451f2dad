/** Where a value sits: the key without its `msa:`, then map keys and list positions. */
export type Path = readonly (string | number)[];

/** One thing a user has to correct. */
export interface Problem {
  /** Name of the file as the user knows it, such as `Pulumi.staging.yaml`. */
  readonly file: string;
  /** Path in that file, or a place such as `line 3, column 5`. */
  readonly where: string;
  /** What is wrong (what was found). What to do. */
  readonly message: string;
}

/** `catalogue.order-service.callers[0]`; a key that would be ambiguous is put in quotes. */
export function formatPath(path: Path): string {
  return path
    .map((segment, position) => {
      if (typeof segment === "number") return `[${segment}]`;
      if (!/^[\w:@/-]+$/.test(segment)) return `[${JSON.stringify(segment)}]`;
      return position === 0 ? segment : `.${segment}`;
    })
    .join("");
}

/** The value at `path`, or undefined where the path leaves the tree. */
export function valueAt(root: unknown, path: Path): unknown {
  let value = root;
  for (const segment of path) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, segment)) {
      return undefined;
    }
    value = (value as Record<string | number, unknown>)[segment];
  }
  return value;
}

/** True for a map of keys, as opposed to a list, a scalar or nothing. */
export function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

const longestShown = 60;

/** A value as an error shows it: short, on one line, text in quotes. */
export function show(value: unknown): string {
  if (value === undefined || value === null) return "nothing";
  if (Array.isArray(value)) return "a list";
  if (typeof value === "object") return "a map";
  const text = JSON.stringify(value);
  return text.length > longestShown ? `${text.slice(0, longestShown)}…` : text;
}
