import Table from "cli-table3";

import type { Judgement } from "../../policy/judge.ts";
import type { ListedRule } from "../commands/policy-list.ts";
import type { Rule } from "../../policy/rule.ts";

/** Every violation that counts, and one line of figures, for each environment. */
export function policyReport(judgements: readonly Judgement[]): string {
  return judgements.map(report).join("\n\n");
}

function report(judgement: Judgement): string {
  const { environment, violations, notCheckable, unusedExemptions } = judgement;
  const counted = violations.filter(({ exemption }) => exemption === undefined);
  const lines = counted.map(
    ({ level, rule, message }) => `  ${mark(level)} ${rule}\n      ${message}`,
  );
  const skipped = notCheckable.map(
    ({ rule, object, path }) =>
      `  not checkable ${rule}\n      ${object}: ${path} is not known yet`,
  );
  const unused = unusedExemptions
    .filter(({ level }) => level === "mandatory")
    .map(({ message }) => `  mandatory unused-exemption\n      ${message}`);
  return [`${environment}: ${figures(judgement)}`, ...unused, ...lines, ...skipped].join("\n");
}

function mark(level: string): string {
  return level === "remediate" ? "mandatory (can be remedied)" : level;
}

/** Such as `82 rules on 360 objects: 0 mandatory, 21 advisory, 53 exempted, 0 not checkable`. */
export function figures({ rules, objects, violations, notCheckable }: Judgement): string {
  const exempted = violations.filter(({ exemption }) => exemption !== undefined).length;
  const advisory = violations.filter(({ level }) => level === "advisory").length - exempted;
  const stops = violations.length - advisory - exempted;
  return (
    `${rules} rules on ${objects} objects: ${stops} mandatory, ${advisory} advisory, ` +
    `${exempted} exempted, ${notCheckable.length} not checkable`
  );
}

/** The rules as a table: name, what it says, level in each environment. */
export function rulesTable(rules: readonly ListedRule[]): string {
  const table = new Table({
    head: ["rule", "development", "staging", "production", "says"],
    style: { head: [], border: [], compact: true },
    colWidths: [38, 13, 11, 12, 70],
    wordWrap: true,
  });
  for (const { name, levels, description } of rules) {
    table.push([name, levels.development, levels.staging, levels.production, description]);
  }
  return table.toString();
}

/** One rule on a page. */
export function rulePage(rule: Rule): string {
  const { name, description, reason, levels, remediation, references, parameters, scope } = rule;
  const settings = Object.entries(parameters as Record<string, { description: string }>);
  return [
    `${name} (${rule.family}, ${scope === "object" ? "each object by itself" : "objects together"})`,
    "",
    description,
    reason,
    "",
    `Levels: development ${levels.development}, staging ${levels.staging}, production ${levels.production}.`,
    `What to do: ${remediation}`,
    ...(rule.neverExempt === true ? ["Production accepts no exemption."] : []),
    ...(rule.remedy === undefined
      ? []
      : ["The pack puts it right by itself where the level is remediate."]),
    ...settings.map(([key, parameter]) => `Parameter ${key}: ${parameter.description}`),
    `Elsewhere: ${references.join("; ")}.`,
  ].join("\n");
}
