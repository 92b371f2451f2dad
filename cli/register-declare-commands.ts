import type { Command } from "commander";

import type { Declared, DeclareOptions, DeclarePorts } from "./declared/declare.ts";
import { registerServiceCommands } from "./register-service-commands.ts";
import { environmentNamed } from "./stack-config.ts";
import { CliError, exitCodes } from "./errors.ts";
import {
  portsFor,
  printDeclared,
  withApply,
  withDeclaring,
  type DeclareFlags,
} from "./declare-options.ts";

interface SetFlags extends DeclareFlags {
  readonly unset?: true;
}

interface ScaleFlags extends DeclareFlags {
  readonly min?: string;
  readonly max?: string;
  readonly replicas?: string;
}

interface HoldFlags extends DeclareFlags {
  readonly reason: string;
}

// A verb's code is loaded when it runs, as in register-cluster-commands.ts.

/** Verbs that change what is declared: set, scale, service, hold. */
export function registerDeclareCommands(program: Command): void {
  registerSet(program);
  registerScale(program);
  registerServiceCommands(program);
  registerHold(program);
}

function registerSet(program: Command): void {
  const command = program
    .command("set")
    .description("set a value of a service in an environment's stack file; comments stay")
    .argument("<environment>", "development, staging or production")
    .argument("<service>", "as in the catalogue")
    .argument("<key>", "with dots: version, profile.replicas, env.LOG_LEVEL, values.x.y")
    .argument("[value]", "YAML; text needs no quotes where only text can be");
  withApply(withDeclaring(command.option("--unset", "take the key away")))
    .addHelpText(
      "after",
      "\nExamples:\n  ./msa set staging user-service version 1.4.2\n" +
        "  ./msa set production order-service profile.limits '{ cpu: 3000m, memory: 3Gi }' --pr\n" +
        "  ./msa set development user-service env.LOG_LEVEL debug --apply --yes\n" +
        "  ./msa set development user-service env.LOG_LEVEL --unset\n\n" +
        "The file is checked as a whole before anything is written. A service that is held takes profile.* only.",
    )
    .action(async (...[name, service, key, value, flags]: SetArguments) => {
      const environment = environmentNamed(name);
      refuseNoValue(value, flags);
      const { set } = await import("./commands/set.ts");
      const setting = { environment, service, key, value };
      await run(flags, environment, (options, ports) => set(setting, options, ports));
    });
}

type SetArguments = [string, string, string, string | undefined, SetFlags];

function refuseNoValue(value: string | undefined, { unset }: SetFlags): void {
  if (unset === true && value !== undefined) {
    throw new CliError(
      "--unset: takes the key away (found a value too). Leave one of the two out.",
      exitCodes.badInput,
    );
  }
  if (unset !== true && value === undefined) {
    throw new CliError(
      "value: is missing. Give it, or take the key away: --unset",
      exitCodes.badInput,
    );
  }
}

function registerScale(program: Command): void {
  const command = program
    .command("scale")
    .description("change how many pods of a service run, in the stack file, so that it lasts")
    .argument("<environment>", "development, staging or production")
    .argument("<service>", "as in the catalogue")
    .option("--min <pods>", "fewest pods of its HPA")
    .option("--max <pods>", "most pods of its HPA")
    .option("--replicas <pods>", "its pods; with an HPA the same as --min");
  withApply(withDeclaring(command))
    .addHelpText(
      "after",
      "\nExamples:\n  ./msa scale production order-service --min 5 --max 20\n" +
        "  ./msa scale development user-service --replicas 2 --apply --yes\n\n" +
        "kubectl scale and kubectl patch hpa do not last: Argo CD undoes them.",
    )
    .action(async (name: string, service: string, flags: ScaleFlags) => {
      const environment = environmentNamed(name);
      const { scale } = await import("./commands/scale.ts");
      const { min, max, replicas } = flags;
      const scaling = { environment, service, min, max, replicas };
      await run(flags, environment, (options, ports) => scale(scaling, options, ports));
    });
}

function registerHold(program: Command): void {
  const hold = program
    .command("hold")
    .description("keep every verb and workflow from changing what runs of a service")
    .addHelpText(
      "after",
      '\nExamples:\n  ./msa hold set production order-service --reason "1.5.0 loses orders"\n' +
        "  ./msa hold release production order-service",
    );
  withDeclaring(
    hold
      .command("set")
      .description("hold a service in an environment, in its stack file")
      .argument("<environment>", "development, staging or production")
      .argument("<service>", "as in the catalogue")
      .requiredOption("--reason <words>", "why, for whoever is refused"),
  )
    .addHelpText(
      "after",
      '\nExamples:\n  ./msa hold set production order-service --reason "1.5.0 loses orders" --commit',
    )
    .action(async (name: string, service: string, flags: HoldFlags) => {
      const environment = environmentNamed(name);
      const { holdSet } = await import("./commands/hold.ts");
      const holding = { environment, service, reason: flags.reason };
      await run(flags, environment, (options, ports) => holdSet(holding, options, ports));
    });
  withDeclaring(
    hold
      .command("release")
      .description("let it be changed again")
      .argument("<environment>", "development, staging or production")
      .argument("<service>", "as in the catalogue"),
  )
    .addHelpText("after", "\nExamples:\n  ./msa hold release production order-service --commit")
    .action(async (name: string, service: string, flags: DeclareFlags) => {
      const environment = environmentNamed(name);
      const { holdRelease } = await import("./commands/hold.ts");
      const held = { environment, service };
      await run(flags, environment, (options, ports) => holdRelease(held, options, ports));
    });
}

async function run(
  flags: DeclareFlags,
  environment: string,
  verb: (options: DeclareOptions, ports: DeclarePorts) => Promise<Declared>,
): Promise<void> {
  const declared = await verb(flags, await portsFor(flags));
  await printDeclared(
    declared,
    flags,
    `Bring it to the cluster: ./msa deploy ${environment} all, or commit it for the workflow to do that.`,
  );
}
