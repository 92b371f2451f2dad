import { isMap, valueAt } from "../../config/problem.ts";
import { parseYaml } from "../../config/yaml-text.ts";

interface Removal {
  /** What is to be taken away. */
  readonly path: readonly string[];
  /** Keys from the root that stay, whatever becomes empty. */
  readonly above: number;
}

/**
 * Where a file is to be cut so that no empty map is left of what a path was in: `profile` goes with its
 * only key, and a service's entry with its own.
 */
export function pathToRemove(
  file: string,
  text: string,
  { path, above }: Removal,
): readonly string[] {
  const values: unknown = parseYaml(file, text).toJS();
  if (valueAt(values, path) === undefined) return path;
  let end = path.length;
  while (end - 1 > above && isOnlyKey(values, path.slice(0, end))) end -= 1;
  return path.slice(0, end);
}

function isOnlyKey(values: unknown, path: readonly string[]): boolean {
  const map = valueAt(values, path.slice(0, -1));
  return isMap(map) && Object.keys(map).length === 1;
}
