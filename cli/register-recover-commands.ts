import type { Command } from "commander";

import { progressTo } from "../toolchain/progress.ts";
import type { RecoverOptions } from "./commands/recover.ts";
import type { SetupOptions } from "./commands/setup.ts";
import { confirmOn } from "./print/confirm.ts";
import { printJson, printLine } from "./print/print.ts";
import { environmentNamed } from "./stack-config.ts";
import { withTarget } from "./target-options.ts";
import type { TargetOptions } from "./target.ts";
import { wholeSeconds } from "./whole-seconds.ts";

interface SetupFlags {
  readonly context?: string;
  readonly secretsProvider?: string;
  readonly timeout: number;
  readonly yes?: true;
  readonly json?: true;
}

interface RecoverFlags extends TargetOptions {
  readonly yes?: true;
  readonly json?: true;
}

// A verb's code is loaded when it runs, as in register-cluster-commands.ts.

/** Verbs for before and after all others: setup, recover. */
export function registerRecoverCommands(program: Command): void {
  registerSetup(program);
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

function registerSetup(program: Command): void {
  program
    .command("setup")
    .description("set a stack up on its cluster for the first time, up to its first apply")
    .argument("<environment>", "development, staging or production")
    .option("--context <context>", "context of your kubeconfig that leads to its cluster")
    .option(
      "--secrets-provider <provider>",
      "how Pulumi encrypts secrets, such as awskms://…; to create the stack",
    )
    .option("--timeout <seconds>", "how long to wait for the Applications", wholeSeconds, 600)
    .option("--yes", "apply without asking")
    .option("--json", "print the result as JSON")
    .addHelpText(
      "after",
      "\nExamples:\n  ./msa setup staging --context staging\n" +
        "  ./msa setup production --context prod --secrets-provider 'awskms://alias/msa?region=eu-central-1'\n\n" +
        "It pins the stack to the cluster, makes it in the backend you are logged in to, asks for the required\n" +
        "secrets, previews and applies. What is done is left out, so it may be repeated. Without a terminal it\n" +
        "lists what is missing with the commands, writes nothing and ends with exit code 2.",
    )
    .action(async (name: string, flags: SetupFlags) => {
      const environment = environmentNamed(name);
      const { setup } = await import("./commands/setup.ts");
      const { askSecretOn } = await import("./print/ask-secret.ts");
      const { askLineOn } = await import("./print/ask-line.ts");
      const { yes, json, timeout: timeoutSeconds, ...given } = flags;
      const askLine = askLineOn();
      const options: SetupOptions = {
        ...given,
        timeoutSeconds,
        confirm: confirmOn({ yes: yes === true, word: environment }),
        askSecret: askSecretOn(),
        ...(askLine && { askLine }),
      };
      const result = await setup(environment, options, progressTo(process.stderr));
      if (json) printJson(result);
      else
        printLine(
          `${environment} is set up. Commit Pulumi.${environment}.yaml. See it: ./msa status ${environment}`,
        );
    });
}
