import { z } from "zod";

/** What is wrong with a value and, where it helps, what to write instead. */
export interface Fault {
  /** Goes before `(found …)`: `must be a port number`. */
  readonly wrong: string;
  /** What was found, when the value itself would not say it. */
  readonly found?: string;
  /** A sentence: `Try "orders-api".` */
  readonly hint?: string;
}

/** What a key is for and how a value looks; both also go into the JSON schema for editors. */
export interface Documentation {
  readonly description: string;
  readonly example: string;
  /** Regular expression for editors; the check itself is the authority. */
  readonly pattern?: string;
}

/** Text that `check` finds nothing wrong with. */
export function text(check: (value: string) => Fault | undefined, documentation: Documentation) {
  const { description, example, pattern } = documentation;
  return z
    .string()
    .superRefine((value, context) => {
      const fault = check(value);
      if (fault !== undefined) {
        context.addIssue({ code: "custom", message: fault.wrong, params: { fault } });
      }
    })
    .meta({ description, examples: [example], ...(pattern === undefined ? {} : { pattern }) });
}

/** One line of at most `longest` characters. */
export function line(longest: number, documentation: Documentation) {
  return text((value) => {
    if (value.trim() === "") return { wrong: "must not be empty" };
    if (value.trim() !== value) return { wrong: "must not begin or end with a space" };
    if (/[\p{Cc}\u2028\u2029]/u.test(value)) return { wrong: "must be a single line" };
    return tooLong(value, longest);
  }, documentation);
}

/** The fault of text that is longer than `longest` characters. */
export function tooLong(value: string, longest: number): Fault | undefined {
  return value.length > longest
    ? {
        wrong: `must have at most ${longest} characters`,
        found: `${value.length}`,
        hint: "Shorten it.",
      }
    : undefined;
}
