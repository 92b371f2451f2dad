import { join } from "node:path";

import { readExemptions } from "../../policy/exemptions/read.ts";
import type { PolicyConfig, Terms } from "../../policy/judge.ts";
import { rules } from "../../policy/rules.ts";
import { root } from "../paths.ts";

/**
 * What a judgement goes by today: the exemptions of a tree, and what a person configured.
 *
 * @param tree folder whose exemptions count. @default the working tree
 * @throws ExemptionError when a file of exemptions is wrong.
 */
export function policyTerms(tree = root, policy: PolicyConfig = {}): Terms {
  const today = new Date().toISOString().slice(0, 10);
  return { policy, today, exemptions: readExemptions(join(tree, "policy"), rules, today) };
}
