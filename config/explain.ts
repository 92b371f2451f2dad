import type { z } from "zod";
import { faultOf, keysSentence, rangeOf } from "./fault.ts";
import { addIt, exampleLine, missing } from "./missing.ts";
import { isMap, show, valueAt, type Path } from "./problem.ts";
import type { Tree } from "./schema/keys.ts";
import type { Fault } from "./schema/text.ts";
import { defaultOf, keysOf, schemaAt } from "./schema/walk.ts";
import { all } from "./suggest.ts";
import { unknownKey } from "./unknown-key.ts";

type Issue = z.core.$ZodIssue;

/** One finding, before it is known which file it is in. */
export interface Finding {
  readonly path: Path;
  readonly message: string;
}

/** Where an issue was found: the schemas, the top-level key, and all values as written. */
export interface Source {
  readonly tree: Tree;
  readonly key: string;
  readonly values: Readonly<Record<string, unknown>>;
}

/** Puts what zod found into words; one issue can be several findings. */
export function explain(issue: Issue, source: Source): readonly Finding[] {
  const { tree, key, values } = source;
  const path: Path = [key, ...issue.path.filter((segment) => typeof segment !== "symbol")];
  const schema = schemaAt(tree[key], path.slice(1));
  if (issue.code === "unrecognized_keys") {
    const known = keysOf(schema);
    return issue.keys.map((name) => ({ path: [...path, name], message: unknownKey(name, known) }));
  }
  if (issue.code === "invalid_union") return explainUnion(issue, source, path);
  if (issue.code === "invalid_key") {
    const faults = issue.issues.map((inner) => faultOf(inner, undefined, path.at(-1), path));
    return faults.map((fault) => ({ path, message: sentence(fault, path.at(-1)) }));
  }
  const found = valueAt(values, path);
  if (found === undefined) return [{ path, message: missing(path, tree) }];
  const fault = faultOf(issue, schema, found, path);
  return [{ path, message: explainValue(fault, found, path, source) }];
}

function explainValue(fault: Fault, found: unknown, path: Path, source: Source): string {
  const fallback = defaultAt(path, source);
  if (found === null) {
    return `must not be empty (found nothing). ${fallback ?? addIt(path, source.tree)}`;
  }
  const hint = fault.hint ?? fallback ?? adviceFor(fault, path, source);
  return sentence({ ...fault, ...(hint === undefined ? {} : { hint }) }, found);
}

/** `must be … (found …). What to do.` */
function sentence({ wrong, found, hint }: Fault, value: unknown): string {
  return `${wrong} (found ${found ?? show(value)}).${hint === undefined ? "" : ` ${hint}`}`;
}

/** What the map's branch says when a map was written; else that it is neither. */
function explainUnion(
  issue: z.core.$ZodIssueInvalidUnion,
  source: Source,
  path: Path,
): readonly Finding[] {
  const found = valueAt(source.values, path);
  const branch = issue.errors.find((errors) =>
    errors.every(({ code }) => code !== "invalid_value"),
  );
  if (isMap(found) && branch !== undefined) {
    return branch.flatMap((inner) =>
      explain({ ...inner, path: [...issue.path, ...inner.path] }, source),
    );
  }
  const keys = keysOf(schemaAt(source.tree[source.key], path.slice(1)));
  const message = `must be false or a map of ${all(keys)} (found ${show(found)}). Remove the line for none.`;
  return [{ path, message }];
}

/** What removing the line would mean: a default, or the environment's profile. */
function defaultAt(path: Path, { tree, values }: Source): string | undefined {
  const [top, , section, ...rest] = path;
  const isException = top === "services" && section === "profile";
  const value = isException
    ? valueAt(values["profile"], rest)
    : defaultOf(schemaAt(tree[String(top)], path.slice(1)));
  const isScalar = ["string", "number", "boolean"].includes(typeof value);
  if (!isScalar || value === "") return undefined;
  return `Remove the line to use the default of ${String(value)}.`;
}

/** Advice of last resort, left out where the fault itself shows how the value looks. */
function adviceFor(fault: Fault, path: Path, { tree, key }: Source): string | undefined {
  const schema = schemaAt(tree[key], path.slice(1));
  const range = rangeOf(schema);
  if (range !== undefined) return `Write a whole number ${range}.`;
  const keys = keysSentence(keysOf(schema));
  if (keys !== undefined) return keys;
  if (fault.wrong === "must be a map") return "Write lines of `name: value` below it.";
  const example = exampleLine(path, tree);
  if (example === undefined || /such as|must be .* or /.test(fault.wrong)) return undefined;
  return `For example \`${example}\`.`;
}
