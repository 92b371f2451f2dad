import type { Environment } from "../config/model.ts";
import type { Finding } from "./finding.ts";
import type { Fields } from "./model/read.ts";
import type { Stack } from "./model/stack.ts";

/** What a violation does: nothing is judged, it is told, it is put right and told, it stops the run. */
export type Level = "off" | "advisory" | "remediate" | "mandatory";

/** Level of a rule in each environment. */
export type Levels = Readonly<Record<Environment, Level>>;

/** The four combinations most rules use, in the order development, staging, production. */
export const levels = {
  always: { development: "mandatory", staging: "mandatory", production: "mandatory" },
  fromStaging: { development: "advisory", staging: "mandatory", production: "mandatory" },
  fromProduction: { development: "advisory", staging: "advisory", production: "mandatory" },
  advice: { development: "advisory", staging: "advisory", production: "advisory" },
  remedied: { development: "remediate", staging: "remediate", production: "mandatory" },
  adviceFromStaging: { development: "off", staging: "advisory", production: "mandatory" },
} as const satisfies Readonly<Record<string, Levels>>;

/** Families of rules, in the order of the reference. */
export const families = [
  "availability",
  "resources",
  "pods",
  "images",
  "network",
  "access",
  "argo-cd",
  "stack",
  "observability",
] as const;
export type Family = (typeof families)[number];

/** A parameter as JSON schema knows it. */
export interface Parameter {
  readonly type: "integer" | "number" | "string" | "boolean" | "array" | "object";
  readonly description: string;
  readonly items?: { readonly type: "string" };
  readonly enum?: readonly string[];
  readonly minimum?: number;
  readonly maximum?: number;
}

/** What a rule is told beside the objects. */
export interface Context<P> {
  readonly environment: Environment;
  readonly parameters: P;
}

/** One rule: pure, total, about one subject. */
export interface RuleOf<P> {
  /** Kebab-case; the name of its file. */
  readonly name: string;
  readonly family: Family;
  /** The rule in one sentence. */
  readonly description: string;
  /** Why it is a rule, and what breaks without it. */
  readonly reason: string;
  readonly levels: Levels;
  /** What to set when it is violated. */
  readonly remediation: string;
  /** The same rule elsewhere, such as `KSV-0013` or `PSS privileged`. */
  readonly references: readonly string[];
  /**
   * `object`: what it says of an object needs no other object, so that it can be judged before that
   * object is written. `stack`: it compares objects.
   */
  readonly scope: "object" | "stack";
  /** Refuses every exemption in production. */
  readonly neverExempt?: true;
  readonly parameters: Readonly<Record<keyof P, Parameter>>;
  /** Values of the parameters, from the numbers the program itself uses where there are any. */
  defaults(stack: Stack, environment: Environment): P;
  check(stack: Stack, context: Context<P>): readonly Finding[];
  /** The object put right; undefined when nothing is wrong with it. Applied twice it changes nothing more. */
  readonly remedy?: (object: Fields) => Fields | undefined;
}

/** A rule whose parameters only the rule itself knows. */
export type Rule = RuleOf<Fields>;

/** Makes a rule with parameters of its own one of the list; its parameters are checked before it is asked. */
export function withParameters<P extends object>(rule: RuleOf<P>): Rule {
  return rule as unknown as Rule;
}

/** A rule without parameters. */
export function rule(
  definition: Omit<RuleOf<object>, "parameters" | "defaults" | "check"> & {
    check(stack: Stack, environment: Environment): readonly Finding[];
  },
): Rule {
  return withParameters({
    ...definition,
    parameters: {},
    defaults: () => ({}),
    check: (stack, { environment }) => definition.check(stack, environment),
  });
}
