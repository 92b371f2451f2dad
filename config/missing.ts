import { stringify } from "yaml";
import type { Path } from "./problem.ts";
import { isProjectKey, ownNamespace, shape, type Tree } from "./schema/keys.ts";
import { exampleOf, keysOf, schemaAt } from "./schema/walk.ts";
import { all } from "./suggest.ts";

/** `is missing. Add it, for example …`. */
export function missing(path: Path, tree: Tree = shape): string {
  return `is missing. ${addIt(path, tree)}`;
}

/** What to write at `path`: an example that can be pasted, or the keys of a map. */
export function addIt(path: Path, tree: Tree = shape): string {
  const example = exampleLine(path, tree);
  if (example !== undefined) return `Add it, for example \`${example}\`.`;
  const keys = keysOf(schemaAt(tree[String(path[0])], path.slice(1)));
  return keys.length === 0 ? "Add it." : `Add it: a map of ${all(keys)}.`;
}

/** The line of YAML with the documented example of the value at `path`. */
export function exampleLine(path: Path, tree: Tree): string | undefined {
  const example = exampleOf(schemaAt(tree[String(path[0])], path.slice(1)));
  const key = path.at(-1);
  if (example === undefined) return undefined;
  if (typeof key !== "string") return stringify(example).trim();
  if (Array.isArray(example)) return `${key}: [${example.join(", ")}]`;
  if (path.length > 1 || tree !== shape) return stringify({ [key]: example }).trim();
  if (isProjectKey(key)) return `${key}: { value: ${stringify(example).trim()} }`;
  return stringify({ [`${ownNamespace}:${key}`]: example }).trim();
}
