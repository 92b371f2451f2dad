import type { Command } from "commander";

import { progressTo } from "../toolchain/progress.ts";
import type { RecoverOptions } from "./commands/recover.ts";
import { confirmOn } from "./print/confirm.ts";
import { printJson, printLine } from "./print/print.ts";
import { environmentNamed } from "./stack-config.ts";
import { withTarget } from "./target-options.ts";
import type { TargetOptions } from "./target.ts";

interface RecoverFlags extends TargetOptions {
  readonly yes?: true;
  readonly json?: true;
}

// A verb's code is loaded when it runs, as in register-cluster-commands.ts.

/** Verbs for before and after all others: recover. */
export function registerRecoverCommands(program: Command): void {
  registerRecover(program);
}

function registerRecover(program: Command): void {
  withTarget(
    program
      .command("recover")
      .description("after a killed run: find what it left, tell what will be done about it, do it")
      .argument("<environment>", "development, staging or production"),
  )
    .option("--yes", "do not ask")
    .option("--json", "print the result as JSON")
    .addHelpText(
      "after",
      "\nExamples:\n  ./msa recover development\n  ./msa recover staging --yes --json\n\n" +
        "Locks, open operations, Helm releases, Applications and namespaces that do not go.\n" +
        "Nothing is changed before you agree. Exit code 0 also when there is nothing to do.",
    )
    .action(async (name: string, flags: RecoverFlags) => {
      const environment = environmentNamed(name);
      const { recover } = await import("./commands/recover.ts");
      const { yes, json, ...target } = flags;
      const options: RecoverOptions = {
        ...target,
        confirm: confirmOn({ yes: yes === true, word: environment }),
        // The result goes to standard output, and what is asked about beside the question.
        show: (findings) => {
          for (const { found, cure } of findings) {
            process.stderr.write(`${found}\n  will: ${cure}\n`);
          }
        },
      };
      const result = await recover(environment, options, progressTo(process.stderr));
      if (json) printJson(result);
      else if (result.next === undefined) printLine(`${environment}: nothing was left behind.`);
      else printLine(`Next: ${result.next}`);
    });
}
