import type { Environment } from "../config/model.ts";
import type { Finding } from "./finding.ts";
import type { Fields } from "./model/read.ts";
import type { Stack } from "./model/stack.ts";
import type { Subject } from "./model/subject.ts";
import { rootOf, UnknownFieldError } from "./model/unknown.ts";
import type { Rule } from "./rule.ts";

/** An object that one rule could not look at. */
export interface NotCheckable {
  readonly subject: Subject;
  /** Field that is not known. */
  readonly path: string;
}

/** What one rule says of a stack. */
export interface RuleResult {
  readonly findings: readonly Finding[];
  readonly notCheckable: readonly NotCheckable[];
}

/**
 * Asks one rule. An object with an unknown value in what the rule reads is named and left out, and the
 * rule goes on with the rest: one unknown must not hide every other defect.
 */
export function judgeRule(
  rule: Rule,
  stack: Stack,
  environment: Environment,
  overrides: Fields = {},
): RuleResult {
  const parameters = { ...rule.defaults(stack, environment), ...overrides };
  const notCheckable: NotCheckable[] = [];
  let left = stack;
  for (;;) {
    try {
      return { findings: rule.check(left, { environment, parameters }), notCheckable };
    } catch (error) {
      if (!(error instanceof UnknownFieldError)) throw error;
      const subject = left.subjects.find(({ object }) => rootOf(object) === error.root);
      if (subject === undefined) throw error;
      notCheckable.push({ subject, path: error.path });
      left = { ...left, subjects: left.subjects.filter((each) => each !== subject) };
    }
  }
}
