import { judgeRule } from "../../policy/judge-rule.ts";
import { messageOf } from "../../policy/message.ts";
import type { Stack } from "../../policy/model/stack.ts";
import type { Rule } from "../../policy/rule.ts";
import { changed } from "./change.ts";
import { goodDraft, stackOf, type Draft } from "./good-stack.ts";

/**
 * What one rule says of the good stack with one field changed; sorted.
 *
 * @param as shows the rule the stack another way.
 */
export function say(
  rule: Rule,
  change: Readonly<Record<string, unknown>>,
  as: (stack: Stack) => Stack = (stack) => stack,
): readonly string[] {
  const entries = Object.entries(change);
  const draft = entries.reduce<Draft>(
    (before, [where, value]) => changed(before, where, value),
    goodDraft(),
  );
  const stack = as(stackOf(draft));
  return judgeRule(rule, stack, stack.config.environment)
    .findings.map((finding) => messageOf(finding, rule.remediation, stack.config))
    .sort();
}
