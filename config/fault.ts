import { z } from "zod";
import { type Path } from "./problem.ts";
import type { Fault } from "./schema/text.ts";
import { bare } from "./schema/walk.ts";
import { all, either, suggest } from "./suggest.ts";

type Issue = z.core.$ZodIssue;

/** What an issue says in our words; `schema` is that of the value `found`. */
export function faultOf(
  issue: Issue,
  schema: z.core.$ZodType | undefined,
  found: unknown,
  path: Path,
): Fault {
  switch (issue.code) {
    case "custom":
      return (issue.params?.["fault"] as Fault | undefined) ?? { wrong: issue.message };
    case "too_small":
      if (issue.origin === "array")
        return { wrong: "must not be empty", found: "no entry", hint: "Add one." };
      return { wrong: `must be at least ${issue.minimum}` };
    case "too_big":
      return { wrong: `must be at most ${issue.maximum}` };
    case "invalid_type":
      return typeFault(issue.expected, schema, found, path);
    case "invalid_value":
      return choiceFault(issue.values.map(String), found);
    default:
      return { wrong: "is not valid" };
  }
}

function choiceFault(allowed: readonly string[], found: unknown): Fault {
  const meant = typeof found === "string" ? suggest(found, allowed) : undefined;
  const hint = meant === undefined ? {} : { hint: `Did you mean ${JSON.stringify(meant)}?` };
  return { wrong: `must be ${either(allowed)}`, ...hint };
}

const wanted: Readonly<Record<string, string>> = {
  string: "must be text",
  number: "must be a whole number",
  int: "must be a whole number",
  boolean: "must be true or false",
  object: "must be a map",
  record: "must be a map",
  array: "must be a list",
};

function typeFault(
  expected: string,
  schema: z.core.$ZodType | undefined,
  found: unknown,
  path: Path,
): Fault {
  const wrong = wanted[expected] ?? `must be ${expected}`;
  if (expected === "string" && (typeof found === "number" || typeof found === "boolean")) {
    return unquoted(wrong, schema, found, path);
  }
  if (typeof found !== "string") return { wrong };
  if (wrong === wanted["int"] && /^\d+$/.test(found)) {
    return { wrong, hint: "Leave out the quotes." };
  }
  if (expected === "array" && /^[\w./-]+$/.test(found)) return { wrong, hint: `Write [${found}].` };
  return { wrong };
}

/** Quotes are the advice only where the quoted text would be right. */
function unquoted(
  wrong: string,
  schema: z.core.$ZodType | undefined,
  found: number | boolean,
  path: Path,
): Fault {
  const quoted = schema === undefined ? undefined : z.safeParse(schema, String(found));
  const issue = quoted?.error?.issues[0];
  if (issue?.code === "custom") return faultOf(issue, schema, String(found), path);
  const key = path.at(-1);
  const line = typeof key === "string" ? `${key}: "${found}"` : `"${found}"`;
  return { wrong, hint: `Put it in quotes: ${line}.` };
}

/** `from 1 to 100`, for a number that has both bounds. */
export function rangeOf(schema: z.core.$ZodType | undefined): string | undefined {
  const number = schema === undefined ? undefined : bare(schema);
  if (!(number instanceof z.ZodNumber)) return undefined;
  const { minValue, maxValue } = number;
  return minValue === null || maxValue === null ? undefined : `from ${minValue} to ${maxValue}`;
}

/** `Its keys are cpu and memory.` */
export function keysSentence(keys: readonly string[]): string | undefined {
  return keys.length === 0 ? undefined : `Its keys are ${all(keys)}.`;
}
