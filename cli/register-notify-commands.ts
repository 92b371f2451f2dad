import { Argument, type Command } from "commander";

import { exitCodes } from "./errors.ts";
import { channels, type Channel } from "./notify/channels.ts";
import { notifyTable } from "./print/notify-table.ts";
import { printJson, printLine, wantsColour } from "./print/print.ts";
import { progressTo } from "../toolchain/progress.ts";
import { environmentNamed } from "./stack-config.ts";
import { withTarget } from "./target-options.ts";
import type { TargetOptions } from "./target.ts";
import { wholeSeconds } from "./whole-seconds.ts";

interface TestFlags extends TargetOptions {
  readonly timeout: number;
  readonly json?: true;
}

// A verb's code is loaded when it runs, as in register-cluster-commands.ts.

/** Verbs about messages to people: notify test. */
export function registerNotifyCommands(program: Command): void {
  const notify = program
    .command("notify")
    .description("messages to people about what happens in an environment")
    .addHelpText("after", "\nExample:\n  ./msa notify test staging");
  withTarget(
    notify
      .command("test")
      .description(
        "send a sample of each message through Argo CD and Alertmanager, and tell what arrived",
      )
      .argument("<environment>", "development, staging or production")
      .addArgument(new Argument("[channel]", "only this one").choices(channels)),
  )
    .option("--timeout <seconds>", "how long a message may take", wholeSeconds, 60)
    .option("--json", "print the result as JSON")
    .addHelpText(
      "after",
      "\nExamples:\n  ./msa notify test staging\n  ./msa notify test production slack --json\n\n" +
        "Every sample says that it is a test. Exit code 1 when one did not arrive, or no channel is on.",
    )
    .action(async (name: string, channel: Channel | undefined, flags: TestFlags) => {
      const environment = environmentNamed(name);
      const { notifyTest } = await import("./commands/notify-test.ts");
      const { local, context, timeout: timeoutSeconds, json } = flags;
      const options = { local, context, channel, timeoutSeconds };
      const result = await notifyTest(environment, options, progressTo(process.stderr));
      if (json) printJson(result);
      else printLine(notifyTable(result, wantsColour(process.stdout)));
      process.exitCode = result.ok ? exitCodes.done : exitCodes.failed;
    });
}
