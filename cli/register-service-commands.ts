import { Option, type Command } from "commander";

import type { NewService } from "./commands/service-add.ts";
import {
  portsFor,
  printDeclared,
  withApply,
  withDeclaring,
  type DeclareFlags,
} from "./declare-options.ts";
import { environmentNamed } from "./stack-config.ts";

interface AddFlags extends Omit<DeclareFlags, "apply">, Omit<NewService, "name" | "applyTo"> {
  readonly apply?: true | string;
}

interface RemoveFlags extends DeclareFlags {
  readonly alsoAsCaller?: true;
}

// A verb's code is loaded when it runs, as in register-cluster-commands.ts.

/** Verbs about which services there are: service add, service remove. */
export function registerServiceCommands(program: Command): void {
  const service = program
    .command("service")
    .description("add a service to all environments, or take one away")
    .addHelpText(
      "after",
      '\nExamples:\n  ./msa service add payment-service --team commerce --description "Payments and refunds."\n' +
        "  ./msa service remove payment-service",
    );
  registerAdd(service);
  registerRemove(service);
}

function registerAdd(service: Command): void {
  const command = service
    .command("add")
    .description("add a service: one entry in the catalogue, and all environments have it")
    .argument("<name>", "of the service; also of its Deployment, its Service and its host")
    .requiredOption("--team <team>", "team that owns it and is told about it")
    .requiredOption("--description <words>", "what it is for, in a few words")
    .option("--version <version>", "first version, in every environment", "0.1.0")
    .option("--port <port>", "port that its container listens on; 8080 when left out")
    .option("--callers <services>", "services that may call it, with commas between them")
    .option("--redis-ttl <seconds>", "it keeps things in Redis, for so long")
    .option("--with-database", "it reads the name and the password of a database");
  withApply(
    withDeclaring(command),
    new Option("--apply [environment]", "bring it to this environment's cluster now").preset(
      "development",
    ),
  )
    .addHelpText(
      "after",
      '\nExamples:\n  ./msa service add payment-service --team commerce --description "Payments and refunds."\n' +
        '  ./msa service add search --team catalogue --description "Search." --callers order-service --apply --yes\n\n' +
        "--commit and --pr put it on the branch of development; the other environments get it as their branches do.",
    )
    .action(async (name: string, { apply, ...flags }: AddFlags) => {
      const applyTo = environmentNamed(typeof apply === "string" ? apply : "development");
      const { serviceAdd } = await import("./commands/service-add.ts");
      const declared = await serviceAdd(
        { ...flags, name, applyTo },
        { ...flags, apply: apply !== undefined },
        await portsFor(flags),
      );
      await printDeclared(
        declared,
        flags,
        "Bring it to a cluster: ./msa deploy <environment> all --platform, or commit it for the workflow to do that.",
      );
    });
}

function registerRemove(service: Command): void {
  withDeclaring(
    service
      .command("remove")
      .description("take a service away, with everything that names it in all files")
      .argument("<name>", "of the service")
      .option("--also-as-caller", "take its name out of the callers of others too"),
  )
    .addHelpText(
      "after",
      "\nExamples:\n  ./msa service remove payment-service\n" +
        "  ./msa service remove payment-service --also-as-caller --pr\n\n" +
        "It asks for the service's name. --commit and --pr put it on the branch of development.",
    )
    .action(async (name: string, flags: RemoveFlags) => {
      const { serviceRemove } = await import("./commands/service-remove.ts");
      const removal = { name, alsoAsCaller: flags.alsoAsCaller };
      const declared = await serviceRemove(removal, flags, await portsFor(flags, name));
      await printDeclared(
        declared,
        flags,
        "Take it from the clusters: ./msa deploy <environment> all --platform, or commit it for the workflow to do that.",
      );
    });
}
