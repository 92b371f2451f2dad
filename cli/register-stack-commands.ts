import type { Command } from "commander";

import { environments } from "../config/model.ts";
import { pulumi } from "./commands/pulumi.ts";
import { render } from "./commands/render.ts";
import { status } from "./commands/status.ts";
import { CliError, exitCodes } from "./errors.ts";
import { printJson, printLine } from "./print/print.ts";
import { statusTable } from "./print/status-table.ts";
import { watch } from "./print/watch.ts";
import { environmentNamed } from "./stack-config.ts";
import { isGood, type ServiceStatus } from "./status/model.ts";
import type { TargetOptions } from "./target.ts";

interface StatusFlags extends TargetOptions {
  readonly json?: true;
  readonly watch?: true;
}

/** Verbs about a stack: status, render, pulumi. */
export function registerStackCommands(program: Command): void {
  withTarget(
    program
      .command("status")
      .description("what runs, service by service, and why something does not")
      .argument("[environment]", "development, staging or production; all that are up when left out")
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
      const rows = flags.watch ? await watch(read, printRows(flags)) : await read();
      if (!flags.watch) {
        printRows(flags)(rows);
      }
      process.exitCode = rows.every(isGood) ? exitCodes.done : exitCodes.failed;
    });

  program
    .command("render")
    .description("write everything the environment would apply as YAML, Applications rendered")
    .argument("<environment>", "development, staging or production")
    .option("--output <folder>", "write one file per owner there instead of to the screen")
    .addHelpText("after", "\nExamples:\n  ./msa render staging | less\n  ./msa render production --output rendered")
    .action(async (name: string, flags: { output?: string }) => {
      printLine(await render(environmentNamed(name), flags.output));
    });

  withTarget(
    program
      .command("pulumi")
      .description("run the Pulumi CLI on an environment, with its backend, secrets and cluster set")
      .argument("<environment>", "development, staging or production")
      .argument("<arguments...>", "what to tell pulumi; put -- before options"),
  )
    .addHelpText(
      "after",
      "\nExamples:\n  ./msa pulumi development -- preview --diff\n  ./msa pulumi development -- destroy --yes",
    )
    .action(async (name: string, args: string[], flags: TargetOptions) => {
      process.exitCode = await pulumi(environmentNamed(name), args, flags);
    });
}

function withTarget(command: Command): Command {
  return command
    .option("--local", "the local cluster, also when the stack is pinned to a real one")
    .option("--context <context>", "a context of your kubeconfig that `up --context` was used with");
}

function printRows(flags: StatusFlags): (rows: readonly ServiceStatus[]) => void {
  return (rows) => {
    if (flags.json) {
      printJson(rows);
    } else {
      printLine(statusTable(rows, process.stdout.isTTY));
    }
  };
}

/** Of one environment, or of all that have a cluster. */
async function readStatus(
  name: string | undefined,
  service: string | undefined,
  flags: StatusFlags,
): Promise<ServiceStatus[]> {
  if (name !== undefined) {
    return status(environmentNamed(name), service, flags);
  }
  const answers = await Promise.allSettled(
    environments.map((environment) => status(environment, service, flags)),
  );
  const failures = answers.filter((answer) => answer.status === "rejected").map(({ reason }) => reason as unknown);
  const unexpected = failures.find((reason) => !(reason instanceof CliError) || reason.exitCode === exitCodes.badInput);
  if (unexpected !== undefined) {
    throw unexpected;
  }
  if (failures.length === environments.length) {
    throw new CliError(failures.map((reason) => (reason as CliError).message).join("\n"));
  }
  return answers.flatMap((answer) => (answer.status === "fulfilled" ? answer.value : []));
}
