import type { ValueLine } from "./value-paths.ts";

/** Values of a chart: maps of maps, with anything at the ends. */
export type Values = Record<string, unknown>;

/** Joins lines to nested values; of two lines for one path the later wins, `{}` never empties a map. */
export function defaultValues(lines: readonly ValueLine[]): Values {
  const values: Values = {};
  for (const { path, value } of lines) {
    set(values, path, value);
  }
  return values;
}

function set(values: Values, path: readonly string[], value: unknown): void {
  const [key = "", ...rest] = path;
  const held = values[key];
  if (rest.length > 0) {
    const below = isMap(held) ? held : {};
    values[key] = below;
    set(below, rest, value);
  } else if (!(isMap(held) && isMap(value) && Object.keys(value).length === 0)) {
    values[key] = value;
  }
}

function isMap(value: unknown): value is Values {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
