import type { Environment } from "../../config/model.ts";
import { suggest } from "../../config/suggest.ts";
import type { Family, Level, Rule } from "../../policy/rule.ts";
import { rules } from "../../policy/rules.ts";
import { CliError, exitCodes } from "../errors.ts";

/** A rule as the list shows it. */
export interface ListedRule {
  readonly name: string;
  readonly family: Family;
  readonly description: string;
  readonly levels: Readonly<Record<Environment, Level>>;
}

/** Every rule, by family, with its level in each environment. */
export function policyList(): readonly ListedRule[] {
  return rules.map(({ name, family, description, levels }) => ({
    name,
    family,
    description,
    levels,
  }));
}

/** One rule whole. Throws CliError naming the nearest one when there is none of that name. */
export function policyExplain(name: string): Rule {
  const found = rules.find((rule) => rule.name === name);
  if (found !== undefined) return found;
  const meant = suggest(
    name,
    rules.map((rule) => rule.name),
  );
  const hint = meant === undefined ? "./msa policy list names them." : `Did you mean ${meant}?`;
  throw new CliError(`rule: there is no rule "${name}". ${hint}`, exitCodes.badInput);
}
