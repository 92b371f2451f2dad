import type { Environment } from "../config/model.ts";
import {
  exemptionBook,
  type Exempted,
  type ExemptionFigures,
  type UnusedExemption,
} from "./exemptions/apply.ts";
import type { Exemptions } from "./exemptions/exemption.ts";
import type { Finding } from "./finding.ts";
import { judgeRule, type NotCheckable } from "./judge-rule.ts";
import { messageOf } from "./message.ts";
import type { Fields } from "./model/read.ts";
import type { Stack } from "./model/stack.ts";
import { titleOf, type Depth } from "./model/subject.ts";
import { placeOf, type Place } from "./origin/place.ts";
import { levelNamed } from "./policy-config.ts";
import type { Level, Rule } from "./rule.ts";

/** Level and parameters of a rule, where they differ from its own; `all` is every rule's level. */
export type PolicyConfig = Readonly<
  Record<string, Level | (Fields & { readonly enforcementLevel?: Level })>
>;

/** One defect under one rule. */
export interface Violation {
  readonly rule: string;
  readonly level: Exclude<Level, "off">;
  readonly message: string;
  readonly depth: Depth;
  /** URN of the resource that is the object, or renders it. */
  readonly urn: string;
  /** `<Kind> <namespace>/<name>`. */
  readonly object: string;
  readonly finding: Finding;
  readonly place: Place;
}

/** A field that a rule would have read, and nobody knows yet. */
export interface Skipped {
  readonly rule: string;
  readonly object: string;
  readonly path: string;
}

/** What all rules say of a stack. */
export interface Judgement {
  readonly environment: Environment;
  /** By object, then by rule and path. */
  readonly violations: readonly Exempted[];
  readonly unusedExemptions: readonly UnusedExemption[];
  readonly exemptions: ExemptionFigures;
  readonly notCheckable: readonly Skipped[];
  /** Rules asked, objects looked at. */
  readonly rules: number;
  readonly objects: number;
}

/** What a run goes by beside the rules. */
export interface Terms {
  readonly policy: PolicyConfig;
  readonly exemptions: Exemptions;
  /** `YYYY-MM-DD`. */
  readonly today: string;
}

/** Asks every rule that is not off in the stack's environment, and then the exemptions. */
export function judge(
  stack: Stack,
  rules: readonly Rule[],
  { policy, exemptions, today }: Terms,
): Judgement {
  const { environment } = stack.config;
  const book = exemptionBook(exemptions, environment, today);
  const asked = rules.filter((rule) => levelOf(rule, environment, policy) !== "off");
  const results = asked.map((rule) => ({
    rule,
    ...judgeRule(rule, stack, environment, parametersOf(rule, policy)),
  }));
  const violations = results
    .flatMap(({ rule, findings }) =>
      findings.map((finding) => {
        const level = levelOf(rule, environment, policy);
        return book.apply(violation(rule, finding, stack, level), rule);
      }),
    )
    .sort(byObject);
  const present = releasesSeen(stack);
  return {
    environment,
    violations,
    unusedExemptions: book.unused(present),
    exemptions: book.figures(present),
    notCheckable: results.flatMap(({ rule, notCheckable }) =>
      notCheckable.map((each) => skipped(rule, each)),
    ),
    rules: asked.length,
    objects: stack.subjects.length,
  };
}

/** A rule's level in an environment, as configured or its own. */
export function levelOf(rule: Rule, environment: Environment, policy: PolicyConfig): Level {
  const own = policy[rule.name];
  const configured = typeof own === "object" ? own.enforcementLevel : own;
  const all = policy["all"];
  return levelNamed(configured ?? (typeof all === "string" ? all : rule.levels[environment]));
}

/** Parameters that the configuration gives a rule. */
export function parametersOf(rule: Rule, policy: PolicyConfig): Fields {
  const own = policy[rule.name];
  if (typeof own !== "object") return {};
  return Object.fromEntries(Object.entries(own).filter(([key]) => key !== "enforcementLevel"));
}

/** One finding as a violation of a rule at a level. */
export function violation(rule: Rule, finding: Finding, stack: Stack, level: Level): Violation {
  return {
    rule: rule.name,
    level: level === "off" ? "advisory" : level,
    message: messageOf(finding, rule.remediation, stack.config),
    depth: finding.subject.origin.depth,
    urn: finding.subject.origin.urn,
    object: titleOf(finding.subject),
    finding,
    place: placeOf(finding, stack.config),
  };
}

/** Releases whose objects were seen: only of these can one say that an exemption is not needed. */
export function releasesSeen({ subjects }: Stack): ReadonlySet<string> {
  const behind = subjects.filter(({ origin }) => origin.depth === "release");
  return new Set(behind.map(({ origin }) => origin.owner));
}

function skipped({ name }: Rule, { subject, path }: NotCheckable): Skipped {
  return { rule: name, object: titleOf(subject), path };
}

function byObject(a: Violation, b: Violation): number {
  const keys = [
    [a.object, b.object],
    [a.rule, b.rule],
    [a.message, b.message],
  ] as const;
  for (const [left, right] of keys) if (left !== right) return left < right ? -1 : 1;
  return 0;
}
