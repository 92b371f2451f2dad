import type { Command } from "commander";

import type { StatusOfAll } from "./commands/status-of-all.ts";
import { exitCodes } from "./errors.ts";
import { offList } from "./print/off-list.ts";
import { printJson, printLine, wantsColour } from "./print/print.ts";
import { statusTable } from "./print/status-table.ts";
import { toolsTable } from "./print/tools-table.ts";
import { versionMatrix } from "./print/version-matrix.ts";
import { watch } from "./print/watch.ts";
import { environmentNamed } from "./stack-config.ts";
import { isGood } from "./status/model.ts";
import { withTarget } from "./target-options.ts";
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
        "Of all environments: first which version of each service runs where.\n" +
        "Exit code 0 only when all is Synced and Healthy.",
    )
    .action(async (name: string | undefined, service: string | undefined, flags: StatusFlags) => {
      const print = printFound(flags, name === undefined);
      const read = () => readStatus(name, service, flags);
      const found = flags.watch ? await watch(read, print) : await read();
      if (!flags.watch) {
        print(found);
      }
      const good = found.problems.length === 0 && found.services.every(isGood);
      process.exitCode = good ? exitCodes.done : exitCodes.failed;
    });
}

function registerRender(program: Command): void {
  program
    .command("render")
    .description(
      "write everything the environment would apply as YAML, Releases and Applications rendered",
    )
    .argument("<environment>", "development, staging or production")
    .option("--output <folder>", "write one file per owner there instead of to the screen")
    .addHelpText(
      "after",
      "\nExamples:\n  ./msa render staging | less\n  ./msa render production --output rendered\n\n" +
        "A Release whose chart cannot be fetched is named and left out; the exit code is 1 then.",
    )
    .action(async (name: string, flags: { output?: string }) => {
      const environment = environmentNamed(name);
      const { render } = await import("./commands/render.ts");
      const { text, missing } = await render(environment, flags.output);
      printLine(text);
      for (const each of missing) process.stderr.write(`${each}\n`);
      process.exitCode = missing.length === 0 ? exitCodes.done : exitCodes.failed;
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

/** @param all of every environment, so that the versions stand side by side first. */
function printFound(flags: StatusFlags, all: boolean): (found: StatusOfAll) => void {
  return ({ services, tools, off, problems }) => {
    const colour = wantsColour(process.stdout);
    if (flags.json) {
      printJson({ services, tools, off });
    } else {
      if (all && services.length > 0) printLine(versionMatrix(services, colour));
      if (services.length > 0) printLine(statusTable(services, colour));
      if (tools.length > 0) printLine(toolsTable(tools, colour));
      if (off.length > 0) printLine(offList(off));
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
  return { ...(await status(environment, service, flags)), problems: [] };
}
