import { Option, type Command } from "commander";

import { progressTo } from "../toolchain/progress.ts";
import type { Declared, DeclareOptions, DeclarePorts } from "./declared/declare.ts";
import { confirmOn } from "./print/confirm.ts";
import { printJson, printLine, wantsColour } from "./print/print.ts";
import { withTarget } from "./target-options.ts";
import { wholeSeconds } from "./whole-seconds.ts";

/** Flags of every verb that changes what is declared. */
export interface DeclareFlags extends DeclareOptions {
  readonly yes?: true;
  readonly json?: true;
}

/** Adds how a change is confirmed, where it goes, and how it is told. */
export function withDeclaring(command: Command): Command {
  return command
    .option("--yes", "do not ask")
    .option("--commit", "commit it to the environment's branch")
    .option("--push", "with --commit: push that branch")
    .option("--pr", "propose it to the environment's branch as a pull request")
    .option("--json", "print the result as JSON");
}

/** Adds how a change is brought to its cluster. @param apply the option itself. */
export function withApply(
  command: Command,
  apply = new Option("--apply", "bring it to the cluster now, and wait until it is Healthy"),
): Command {
  return withTarget(command.addOption(apply)).option(
    "--timeout <seconds>",
    "with --apply: how long to wait for the Application",
    wholeSeconds,
    300,
  );
}

/** How the person is told and asked: on standard error, since results go to standard output. */
export async function portsFor({ yes, json }: DeclareFlags, word = "yes"): Promise<DeclarePorts> {
  const { proposedText } = await import("./print/declared-text.ts");
  return {
    confirm: confirmOn({ yes: yes === true, word }),
    progress: progressTo(process.stderr),
    show: (proposed) => {
      if (json === true) return;
      process.stderr.write(`${proposedText(proposed, wantsColour(process.stderr))}\n`);
    },
  };
}

/** Prints what became of a change. @param next what the person does with a file that was written. */
export async function printDeclared(
  declared: Declared,
  { json }: DeclareFlags,
  next: string,
): Promise<void> {
  const { declaredText } = await import("./print/declared-text.ts");
  if (json === true) printJson(declared);
  else printLine(declaredText(declared, next));
}
