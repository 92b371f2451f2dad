import type { Parameter, Rule } from "../../policy/rule.ts";
import { families, type Family } from "../../policy/rule.ts";

const titles: Readonly<Record<Family, string>> = {
  availability: "Availability and scaling",
  resources: "Resources",
  pods: "Pods",
  images: "Images and charts",
  network: "Network and mesh",
  access: "Access and secrets",
  "argo-cd": "Argo CD",
  stack: "The stack itself",
  observability: "Observability",
};

/** The page of all rules, made from the rules themselves. */
export function policiesReference(rules: readonly Rule[]): string {
  const lines = [
    "# Policies",
    "",
    "Made from `policy/rules/` by `npm run generate`. How to use them: [policies](../how-to/policies.md).",
    "",
    `${rules.length} rules. Levels are those of development, staging and production: *off*, *advisory* (told), *remediate*`,
    "(put right by the pack where the program itself declares the object, else mandatory), *mandatory* (stops the run).",
    "",
    ...families.flatMap((family) =>
      familyLines(
        family,
        rules.filter((each) => each.family === family),
      ),
    ),
  ];
  return `${lines.join("\n").trimEnd()}\n`;
}

function familyLines(family: Family, rules: readonly Rule[]): readonly string[] {
  return [`## ${titles[family]}`, "", ...rules.flatMap(ruleLines)];
}

function ruleLines(rule: Rule): readonly string[] {
  const { development, staging, production } = rule.levels;
  const parameters = Object.entries<Parameter>(rule.parameters);
  return [
    `### ${rule.name}`,
    "",
    `${rule.description} ${rule.reason}`,
    "",
    `- Levels: ${development} · ${staging} · ${production}`,
    `- What to do: ${rule.remediation}`,
    ...(rule.neverExempt === true ? ["- Production accepts no exemption."] : []),
    ...(rule.remedy === undefined ? [] : ["- The pack can put it right."]),
    ...parameters.map(
      ([name, each]) => `- Parameter \`${name}\` (${each.type}): ${each.description}`,
    ),
    `- Elsewhere: ${rule.references.join("; ")}`,
    "",
  ];
}
