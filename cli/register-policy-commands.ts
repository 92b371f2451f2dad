import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { Option, type Command } from "commander";

import type { Judgement } from "../policy/judge.ts";
import { exitCodes } from "./errors.ts";
import { root } from "./paths.ts";
import { printJson, printLine } from "./print/print.ts";
import { environmentNamed } from "./stack-config.ts";

interface CheckFlags {
  readonly charts?: string;
  readonly policyConfig?: string;
  readonly format: "text" | "json" | "sarif" | "github";
  readonly json?: true;
  readonly strict?: true;
}

// A verb's code is loaded when it runs, as in register-cluster-commands.ts.

/** Verbs about the rules: policy check, policy list, policy explain. */
export function registerPolicyCommands(program: Command): void {
  const policy = program
    .command("policy")
    .description("judge what will run, and read the rules it is judged by")
    .addHelpText(
      "after",
      "\nExamples:\n  ./msa policy check production\n  ./msa policy explain minimum-replicas",
    );
  registerCheck(policy);
  registerList(policy);
  registerExplain(policy);
}

function registerCheck(policy: Command): void {
  policy
    .command("check")
    .description("judge an environment at all three depths, with no engine, cluster or state")
    .argument("[environment]", "development, staging or production; all three when left out")
    .option("--charts <folder>", "take charts from this folder of packages, and ask no repository")
    .option(
      "--policy-config <file>",
      "levels and parameters of rules, as pulumi --policy-pack-config takes them",
    )
    .addOption(
      new Option("--format <format>", "how to print the result")
        .choices(["text", "json", "sarif", "github"])
        .default("text"),
    )
    .option("--json", "print the result as JSON; the same as --format json")
    .option("--strict", "fail also when a field is not checkable")
    .addHelpText(
      "after",
      "\nExamples:\n  ./msa policy check\n  ./msa policy check production --strict\n" +
        "  ./msa policy check --format sarif > policy.sarif\n\n" +
        "Exit code 0 when nothing mandatory is violated. A chart that cannot be had is not checkable:\n" +
        "in staging and production that is a violation.",
    )
    .action(async (name: string | undefined, flags: CheckFlags) => {
      const environment = name === undefined ? undefined : environmentNamed(name);
      const { policyCheck } = await import("./commands/policy-check.ts");
      const judgements = await policyCheck(environment, flags);
      await printJudgements(judgements, flags);
      const good = judgements.every((each) => isGood(each, flags.strict === true));
      process.exitCode = good ? exitCodes.done : exitCodes.failed;
    });
}

function registerList(policy: Command): void {
  policy
    .command("list")
    .description("every rule with its level in each environment")
    .option("--json", "print the result as JSON")
    .addHelpText("after", "\nExamples:\n  ./msa policy list\n  ./msa policy list --json")
    .action(async (flags: { json?: true }) => {
      const { policyList } = await import("./commands/policy-list.ts");
      const { rulesTable } = await import("./print/policy-report.ts");
      const rules = policyList();
      if (flags.json) printJson(rules);
      else printLine(rulesTable(rules));
    });
}

function registerExplain(policy: Command): void {
  policy
    .command("explain")
    .description("one rule: what it says, why, what to do, its parameters")
    .argument("<rule>", "name of the rule")
    .option("--json", "print the result as JSON")
    .addHelpText("after", "\nExamples:\n  ./msa policy explain minimum-replicas")
    .action(async (name: string, flags: { json?: true }) => {
      const { policyExplain } = await import("./commands/policy-list.ts");
      const { rulePage } = await import("./print/policy-report.ts");
      const rule = policyExplain(name);
      if (flags.json) printJson(rule);
      else printLine(rulePage(rule));
    });
}

async function printJudgements(judgements: readonly Judgement[], flags: CheckFlags): Promise<void> {
  const { lineOfKey } = await import("../policy/report/key-line.ts");
  const lineOf = (file: string, key: string) => {
    const path = join(root, file);
    return existsSync(path) ? lineOfKey(readFileSync(path, "utf8"), key) : 1;
  };
  const format = flags.json ? "json" : flags.format;
  if (format === "json") {
    const { judgementJson } = await import("../policy/report/json.ts");
    printJson(judgements.map(judgementJson));
  } else if (format === "sarif") {
    const { sarif } = await import("../policy/report/sarif.ts");
    const { rules } = await import("../policy/rules.ts");
    printJson(sarif(judgements, rules, lineOf));
  } else if (format === "github") {
    const { annotations } = await import("../policy/report/annotations.ts");
    for (const line of annotations(judgements, lineOf)) printLine(line);
  } else {
    const { policyReport } = await import("./print/policy-report.ts");
    printLine(policyReport(judgements));
  }
}

function isGood(
  { violations, unusedExemptions, notCheckable }: Judgement,
  strict: boolean,
): boolean {
  return (
    violations.every(({ level }) => level === "advisory") &&
    unusedExemptions.every(({ level }) => level === "advisory") &&
    (!strict || notCheckable.length === 0)
  );
}
