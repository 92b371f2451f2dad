import type { Command } from "commander";

import type { StoredSecret } from "./secrets/store.ts";
import { CliError, exitCodes } from "./errors.ts";
import { printJson, printLine, wantsColour } from "./print/print.ts";
import { secretsTable } from "./print/secrets-table.ts";
import { environmentNamed } from "./stack-config.ts";
import { withTarget } from "./target-options.ts";
import type { TargetOptions } from "./target.ts";

interface ListFlags extends TargetOptions {
  readonly json?: true;
}

interface SetFlags extends TargetOptions {
  readonly allMissing?: true;
  readonly json?: true;
}

// A verb's code is loaded when it runs, as in register-cluster-commands.ts.

/** Verbs about secrets: list, set. */
export function registerSecretsCommands(program: Command): void {
  const secrets = program
    .command("secrets")
    .description("the secrets that an environment's configuration asks for")
    .addHelpText(
      "after",
      "\nExamples:\n  ./msa secrets list staging\n  ./msa secrets set staging notifications/slack/token",
    );
  registerList(secrets);
  registerSet(secrets);
}

function registerList(secrets: Command): void {
  withTarget(
    secrets
      .command("list")
      .description("each secret by name: what for, set or missing, how old; never a value")
      .argument("<environment>", "development, staging or production"),
  )
    .option("--json", "print the result as JSON")
    .addHelpText(
      "after",
      "\nExamples:\n  ./msa secrets list production\n  ./msa secrets list development --local --json\n\n" +
        "Of the committed stack file, unless --local or --context names a run. Nothing is decrypted.\n" +
        "Exit code 1 when a required one is missing.",
    )
    .action(async (name: string, flags: ListFlags) => {
      const environment = environmentNamed(name);
      const { secretsList } = await import("./commands/secrets-list.ts");
      const found = await secretsList(environment, flags);
      if (flags.json) printJson(found);
      else printLine(secretsTable(found, wantsColour(process.stdout)));
      const lacks = found.secrets.some(({ required, state }) => required && state === "missing");
      process.exitCode = lacks ? exitCodes.failed : exitCodes.done;
    });
}

function registerSet(secrets: Command): void {
  withTarget(
    secrets
      .command("set")
      .description("encrypt a secret into the stack file; asks for it, or reads standard input")
      .argument("<environment>", "development, staging or production")
      .argument("[name]", "as `secrets list` shows it"),
  )
    .option("--all-missing", "ask for each one that is not set; an empty answer leaves one out")
    .option("--json", "print the result as JSON")
    // A value given as an argument is refused below with the reason; Commander would print it.
    .allowExcessArguments()
    .allowUnknownOption()
    .addHelpText(
      "after",
      "\nExamples:\n  ./msa secrets set staging notifications/slack/token\n" +
        "  ./msa secrets set production repositories/charts/ssh-key < id_ed25519\n" +
        "  ./msa secrets set development notifications/slack/token --local\n\n" +
        "It goes into the committed stack file, encrypted by the stack's own secrets provider; with --local or\n" +
        "--context into the file of that run, with its throw-away passphrase.\n" +
        "Each setting raises the secret's revision, so that pods that use it start anew.",
    )
    .action((name: string, secret: string | undefined, flags: SetFlags, command: Command) =>
      runSet({ name, secret, flags, isTooMuch: command.args.length > 2 }),
    );
}

interface SetLine {
  readonly name: string;
  readonly secret: string | undefined;
  readonly flags: SetFlags;
  readonly isTooMuch: boolean;
}

async function runSet({ name, secret, flags, isTooMuch }: SetLine): Promise<void> {
  const { valueAsArgument } = await import("./secrets/needs.ts");
  if (isTooMuch) throw new CliError(valueAsArgument, exitCodes.badInput);
  const environment = environmentNamed(name);
  const { secretsSet, secretsSetMissing } = await import("./commands/secrets-set.ts");
  const { askSecretOn, askSecretsOn } = await import("./print/ask-secret.ts");
  const print = (stored: StoredSecret) => {
    if (flags.json) printJson(stored);
    else printLine(told(stored));
  };
  if (flags.allMissing) {
    refuseName(secret);
    await secretsSetMissing(environment, flags, askSecretsOn(), print);
    return;
  }
  if (secret === undefined) {
    throw new CliError(
      `name: is missing. See what there is: ./msa secrets list ${environment}, or be asked for all: --all-missing`,
      exitCodes.badInput,
    );
  }
  print(await secretsSet(environment, secret, flags, askSecretOn()));
}

function refuseName(secret: string | undefined): void {
  if (secret === undefined) return;
  throw new CliError(
    "--all-missing: asks for every secret that is not set (found a name too). Leave one of the two out.",
    exitCodes.badInput,
  );
}

function told({ name, revision, file }: StoredSecret): string {
  return `${name}: set, revision ${revision}, encrypted in ${file}. It takes effect with the next apply.`;
}
