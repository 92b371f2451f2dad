import { Option, type Command } from "commander";

import type { StatusOfAll } from "./commands/status-of-all.ts";
import { exitCodes } from "./errors.ts";
import { printJson, printLine, wantsColour } from "./print/print.ts";
import { statusTable } from "./print/status-table.ts";
import { watch } from "./print/watch.ts";
import { environmentNamed } from "./stack-config.ts";
import { isGood } from "./status/model.ts";
import type { TargetOptions } from "./target.ts";

interface StatusFlags extends TargetOptions {
  readonly json?: true;
  readonly watch?: true;
}

// A verb's code is loaded when it runs, as in register-cluster-commands.ts.

/** Verbs about a stack: status, render, pulumi. */
export function registerStackCommands(program: Command): void {
  registerStatus(program);
  registerRender(program);
  registerPulumi(program);
}

function registerStatus(program: Command): void {
  withTarget(
    program
      .command("status")
      .description("what runs, service by service, and why something does not")
      .argument(
        "[environment]",
        "development, staging or production; all that are up when left out",
      )
      .argument("[service]", "only this service"),
  )
    .option("--json", "print the result as JSON")
    .option("--watch", "again every two seconds, until interrupted")
    .addHelpText(
      "after",
      "\nExamples:\n  ./msa status\n  ./msa status production\n  ./msa status production user-service --json\n\n" +
        "Exit code 0 only when all is Synced and Healthy.",
    )
    .action(async (name: string | undefined, service: string | undefined, flags: StatusFlags) => {
      const read = () => readStatus(name, service, flags);
      const found = flags.watch ? await watch(read, printFound(flags)) : await read();
      if (!flags.watch) {
        printFound(flags)(found);
      }
      const good = found.problems.length === 0 && found.rows.every(isGood);
      process.exitCode = good ? exitCodes.done : exitCodes.failed;
    });
}

function registerRender(program: Command): void {
  program
    .command("render")
    .description("write everything the environment would apply as YAML, Applications rendered")
    .argument("<environment>", "development, staging or production")
    .option("--output <folder>", "write one file per owner there instead of to the screen")
    .addHelpText(
      "after",
      "\nExamples:\n  ./msa render staging | less\n  ./msa render production --output rendered",
    )
    .action(async (name: string, flags: { output?: string }) => {
      const environment = environmentNamed(name);
      const { render } = await import("./commands/render.ts");
      printLine(await render(environment, flags.output));
    });
}

function registerPulumi(program: Command): void {
  withTarget(
    program
      .command("pulumi")
      .description(
        "run the Pulumi CLI on an environment, with its backend, secrets and cluster set",
      )
      .argument("<environment>", "development, staging or production")
      .argument("<arguments...>", "what to tell pulumi; put -- before options"),
  )
    .addHelpText(
      "after",
      "\nExamples:\n  ./msa pulumi development -- preview --diff\n  ./msa pulumi development -- destroy --yes",
    )
    .action(async (name: string, args: string[], flags: TargetOptions) => {
      const environment = environmentNamed(name);
      const { pulumi } = await import("./commands/pulumi.ts");
      process.exitCode = await pulumi(environment, args, flags);
    });
}

function withTarget(command: Command): Command {
  return command
    .addOption(
      new Option(
        "--local",
        "the local cluster, also when the stack is pinned to a real one",
      ).conflicts("context"),
    )
    .option(
      "--context <context>",
      "a context of your kubeconfig that `up --context` was used with",
    );
}

function printFound(flags: StatusFlags): (found: StatusOfAll) => void {
  return ({ rows, problems }) => {
    if (flags.json) {
      printJson(rows);
    } else if (rows.length > 0) {
      printLine(statusTable(rows, wantsColour(process.stdout)));
    }
    for (const problem of problems) {
      process.stderr.write(`${problem}\n`);
    }
  };
}

async function readStatus(
  name: string | undefined,
  service: string | undefined,
  flags: StatusFlags,
): Promise<StatusOfAll> {
  if (name === undefined) {
    const { statusOfAll } = await import("./commands/status-of-all.ts");
    return statusOfAll(flags);
  }
  const environment = environmentNamed(name);
  const { status } = await import("./commands/status.ts");
  return { rows: await status(environment, service, flags), problems: [] };
}
