import type { Command } from "commander";

import type { DestroyResult } from "./commands/destroy.ts";
import { agreesToDestroy } from "./operate/destroy-guard.ts";
import { confirmOn } from "./print/confirm.ts";
import { printJson, printLine } from "./print/print.ts";
import { environmentNamed } from "./stack-config.ts";
import { withTarget } from "./target-options.ts";
import type { TargetOptions } from "./target.ts";
import { progressTo } from "../toolchain/progress.ts";

interface DestroyFlags extends TargetOptions {
  readonly yes?: true;
  readonly confirm?: string;
  readonly unprotect?: true;
  readonly json?: true;
}

interface LockFlags {
  readonly check?: true;
  readonly mirror?: string;
  readonly json?: true;
}

// A verb's code is loaded when it runs, as in register-cluster-commands.ts.

/** Verbs about the platform as a whole: destroy, charts. */
export function registerPlatformCommands(program: Command): void {
  registerDestroy(program);
  registerCharts(program);
}

function registerDestroy(program: Command): void {
  withTarget(
    program
      .command("destroy")
      .description("remove everything an environment has on its cluster, and what Helm leaves")
      .argument("<environment>", "development, staging or production"),
  )
    .option("--yes", "do not ask")
    .option("--confirm <environment>", "its name, instead of typing it; for scripts")
    .option("--unprotect", "lift the protection of production")
    .option("--json", "print the result as JSON")
    .addHelpText(
      "after",
      "\nExamples:\n  ./msa destroy development\n  ./msa destroy staging --yes --json\n" +
        "  ./msa destroy production --unprotect --confirm production\n\n" +
        "Production needs --unprotect and its name, typed or by --confirm; --yes does not do there.",
    )
    .action(async (name: string, flags: DestroyFlags) => {
      const environment = environmentNamed(name);
      const yes = agreesToDestroy(environment, flags);
      const { destroy } = await import("./commands/destroy.ts");
      const confirm = confirmOn({ yes, word: environment });
      const { local, context } = flags;
      const options = { local, context, confirm };
      const result = await destroy(environment, options, progressTo(process.stderr));
      if (flags.json) printJson(result);
      else printLine(destroyed(result));
    });
}

function destroyed({ environment, changes, definitions }: DestroyResult): string {
  return (
    `Removed ${environment}: ${changes.changed} resources` +
    (definitions.length === 0 ? "." : ` and ${definitions.length} kinds that Helm leaves.`)
  );
}

function registerCharts(program: Command): void {
  const charts = program
    .command("charts")
    .description("the charts that the platform is made of")
    .addHelpText("after", "\nExample:\n  ./msa charts lock");
  charts
    .command("lock")
    .description("write the digest of each pinned chart into charts/platform.lock.json")
    .option("--check", "compare only, write nothing")
    .option("--mirror <url>", "fetch every chart from this repository instead of its own")
    .option("--json", "print the result as JSON")
    .addHelpText(
      "after",
      "\nExamples:\n  ./msa charts lock\n  ./msa charts lock --check --json\n\n" +
        "A digest that is locked is never replaced. For a new version, write it with an empty digest.",
    )
    .action(async (flags: LockFlags) => {
      const { chartsLock, refuseBadLock } = await import("./commands/charts-lock.ts");
      const results = await chartsLock(flags, progressTo(process.stderr));
      if (flags.json) printJson(results);
      else {
        for (const { chart, version, result } of results) {
          printLine(`${chart} ${version}: ${result}`);
        }
      }
      refuseBadLock(results);
    });
}
