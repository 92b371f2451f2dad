import { suggest } from "../config/suggest.ts";
import { isFields } from "./model/read.ts";
import type { Level, Parameter, Rule } from "./rule.ts";

const levelNames: readonly string[] = ["off", "disabled", "advisory", "remediate", "mandatory"];

/**
 * What is wrong with a policy configuration, one sentence each; none when it is right.
 *
 * Its form is that of `pulumi --policy-pack-config`: a level, or a map of parameters, by rule; `all`
 * is every rule's level.
 */
export function configProblems(read: unknown, rules: readonly Rule[]): readonly string[] {
  if (!isFields(read)) return ['must be a map of rules. Write { "<rule>": "advisory" }.'];
  return Object.entries(read).flatMap(([name, value]) => {
    const rule = rules.find((each) => each.name === name);
    if (name === "all") return levelProblems(name, value);
    if (rule === undefined) {
      const meant = suggest(
        name,
        rules.map((each) => each.name),
      );
      return [`there is no rule ${name}.${meant === undefined ? "" : ` Did you mean ${meant}?`}`];
    }
    if (!isFields(value)) return levelProblems(name, value);
    return Object.entries(value).flatMap(([key, parameter]) =>
      key === "enforcementLevel"
        ? levelProblems(`${name}.${key}`, parameter)
        : parameterProblems(`${name}.${key}`, parameter, parametersOf(rule)[key]),
    );
  });
}

/** The engine says `disabled` where a rule says `off`. */
export function levelNamed(name: Level | "disabled"): Level {
  return name === "disabled" ? "off" : name;
}

function parametersOf(rule: Rule): Readonly<Record<string, Parameter>> {
  return rule.parameters;
}

function levelProblems(where: string, value: unknown): readonly string[] {
  if (typeof value === "string" && levelNames.includes(value)) return [];
  return [
    `${where}: must be advisory, mandatory, remediate or disabled (found ${JSON.stringify(value)}).`,
  ];
}

function parameterProblems(
  where: string,
  value: unknown,
  parameter: Parameter | undefined,
): readonly string[] {
  if (parameter === undefined) return [`${where}: there is no such parameter.`];
  const found = JSON.stringify(value);
  if (!isOfType(value, parameter))
    return [`${where}: must be of type ${parameter.type} (found ${found}).`];
  const { minimum, maximum, enum: choices } = parameter;
  if (typeof value === "number" && (value < (minimum ?? value) || value > (maximum ?? value))) {
    return [`${where}: must be from ${minimum ?? "any"} to ${maximum ?? "any"} (found ${found}).`];
  }
  if (choices !== undefined && !choices.includes(String(value))) {
    return [`${where}: must be one of ${choices.join(", ")} (found ${found}).`];
  }
  return [];
}

function isOfType(value: unknown, { type }: Parameter): boolean {
  if (type === "integer") return Number.isInteger(value);
  if (type === "array")
    return Array.isArray(value) && value.every((each) => typeof each === "string");
  if (type === "object") return isFields(value);
  return typeof value === type;
}
