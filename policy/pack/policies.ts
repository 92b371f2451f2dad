import type {
  EnforcementLevel,
  Policies,
  PolicyConfigSchema,
  ReportViolation,
  ResourceValidationArgs,
  ResourceValidationPolicy,
  StackValidationArgs,
  StackValidationPolicy,
} from "@pulumi/policy";

import { exemptionBook, type ExemptionBook, type Exempted } from "../exemptions/apply.ts";
import { judgeRule } from "../judge-rule.ts";
import { releasesSeen, violation } from "../judge.ts";
import { isFields, type Fields } from "../model/read.ts";
import type { Stack } from "../model/stack.ts";
import { titleOf } from "../model/subject.ts";
import type { Level, Rule } from "../rule.ts";
import { plain, writeDifference } from "./plain.ts";
import { Seen } from "./seen.ts";
import type { Session } from "./session.ts";

/** What the policies of one run share. */
interface Run {
  readonly session: Session;
  readonly seen: Seen;
  readonly book: ExemptionBook;
  /** Fields that rules could not read, for the last policy to tell. */
  readonly skipped: string[];
}

/**
 * Each rule as a policy of CrossGuard, and two about the run itself.
 *
 * @param begin gives the session; asked once, when the engine has told the stack.
 */
export function policies(rules: readonly Rule[], begin: () => Session): Policies {
  let begun: Run | undefined;
  const run = (): Run => (begun ??= runOf(begin()));
  const first = rules.find(({ scope }) => scope === "object");
  const own = rules.map((rule) =>
    rule.scope === "object" ? ofObjects(rule, first, run) : ofStack(rule, run),
  );
  return [...own, ofExemptions(run), ofUnknowns(run)];
}

function runOf(session: Session): Run {
  const { config, exemptions, today } = session;
  return {
    session,
    seen: new Seen(session),
    book: exemptionBook(exemptions, config.environment, today),
    skipped: [],
  };
}

type Begun = () => Run;

function described(rule: Rule, run: Begun) {
  return {
    name: rule.name,
    description: rule.description,
    // Asked by the SDK at each request, the first of which comes after the stack is known.
    get enforcementLevel() {
      return engineLevel(rule.levels[run().session.config.environment]);
    },
    remediationSteps: rule.remediation,
    tags: [rule.family, ...rule.references],
    url: `https://github.com/jclee/msa-gitops/blob/main/docs/reference/policies.md#${rule.name}`,
    ...(Object.keys(rule.parameters).length > 0 && { configSchema: schemaOf(rule) }),
  };
}

function schemaOf(rule: Rule): PolicyConfigSchema {
  return { properties: rule.parameters } as unknown as PolicyConfigSchema;
}

function ofObjects(rule: Rule, first: Rule | undefined, run: Begun): ResourceValidationPolicy {
  const { remedy } = rule;
  return Object.assign(described(rule, run), {
    validateResource: async (args: ResourceValidationArgs, report: ReportViolation) => {
      tell(
        rule,
        await run().seen.of(args, rule === first),
        args.getConfig<Fields>(),
        run(),
        report,
      );
    },
    ...(remedy !== undefined && {
      remediateResource: async (args: ResourceValidationArgs) => {
        const stack = await run().seen.now(args);
        const environment = run().session.config.environment;
        const isWrong = judgeRule(rule, stack, environment, args.getConfig<Fields>()).findings.some(
          ({ subject }) => subject.origin.depth === "resource",
        );
        const inputs = plain(args.props);
        const remedied = isWrong && isFields(inputs) ? remedy(inputs) : undefined;
        if (remedied === undefined) return undefined;
        writeDifference(args.props, inputs, remedied);
        return args.props;
      },
    }),
  });
}

function ofStack(rule: Rule, run: Begun): StackValidationPolicy {
  return Object.assign(described(rule, run), {
    validateStack: async (args: StackValidationArgs, report: ReportViolation) => {
      tell(rule, await run().seen.all(), args.getConfig<Fields>(), run(), report);
    },
  });
}

function tell(
  rule: Rule,
  stack: Stack,
  parameters: Fields,
  run: Run,
  report: ReportViolation,
): void {
  const { environment } = run.session.config;
  const { findings, notCheckable } = judgeRule(rule, stack, environment, parameters);
  for (const finding of findings) {
    say(run.book.apply(violation(rule, finding, stack, "mandatory"), rule), rule, report);
  }
  for (const { subject, path } of notCheckable) {
    run.skipped.push(
      `${rule.name}: ${titleOf(subject)}: ${path} is not known before it is applied`,
    );
  }
}

/**
 * An exempted violation is only told. The SDK takes a level with a message although its types do not
 * say so (@pulumi/policy 1.21, server.ts, makeReportViolationFun).
 */
function say(violation: Exempted, rule: Rule, report: ReportViolation): void {
  const { message, urn, exemption } = violation;
  if (exemption === undefined) {
    report(message, urn);
    return;
  }
  const told = { message: `${rule.description}\n${message}`, urn, enforcementLevel: "advisory" };
  (report as unknown as (violation: object) => void)(told);
}

function ofExemptions(run: Begun): StackValidationPolicy {
  return {
    name: "unused-exemption",
    description: "Every exemption of a service is needed.",
    enforcementLevel: "mandatory",
    validateStack: async (_, report) => {
      for (const { message, level } of run().book.unused(releasesSeen(await run().seen.all()))) {
        if (level === "mandatory") report(message);
      }
    },
  };
}

function ofUnknowns(run: Begun): StackValidationPolicy {
  return {
    name: "not-checkable",
    description: "Every field that a rule looks at is known.",
    enforcementLevel: "advisory",
    validateStack: (_, report) => {
      for (const each of [...run().skipped].sort()) report(each);
    },
  };
}

function engineLevel(level: Level): EnforcementLevel {
  return level === "off" ? "disabled" : level;
}
