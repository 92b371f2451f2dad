import type { Command } from "commander";

import type { Delivered } from "./delivered/deliver.ts";
import type { PullRequest } from "./delivered/pull-request.ts";
import { deliveryFrom, withDelivery, type DeliveryFlags } from "./delivery-options.ts";
import { printJson, printLine, wantsColour } from "./print/print.ts";
import { environmentNamed } from "./stack-config.ts";
import { progressTo } from "../toolchain/progress.ts";

// A verb's code is loaded when it runs, as in register-cluster-commands.ts.

/** Verbs that bring versions to environments, and back: deploy, history, rollback. */
export function registerDeliverCommands(program: Command): void {
  registerDeploy(program);
  registerHistory(program);
  registerRollback(program);
}

interface DeployFlags extends DeliveryFlags {
  readonly version?: string;
  readonly digest?: string;
}

function registerDeploy(program: Command): void {
  withDelivery(
    program
      .command("deploy")
      .description("bring a version to an environment: previewed, waited for, verified")
      .argument("<environment>", "development, staging or production")
      .argument("<service>", "a service, or all")
      .option("--version <version>", "the version; without it, what is declared")
      .option("--digest <digest>", "sha256:… of the image, in place of trust in its tag"),
  )
    .addHelpText(
      "after",
      "\nExamples:\n  ./msa deploy development user-service --version 1.4.2\n  ./msa deploy production all\n" +
        "  ./msa deploy staging user-service --version 1.4.2 --pr\n\n" +
        "Writes the version into the stack file, previews everything, stops when more than the named Applications\n" +
        "would change, applies, waits until Synced and Healthy, verifies, and records that as a tag. May be\n" +
        "interrupted and run again. Exit code 2: nothing was changed. 1: not confirmed, or it did not come.",
    )
    .action(async (name: string, service: string, flags: DeployFlags) => {
      const environment = environmentNamed(name);
      const { deploy } = await import("./commands/deploy.ts");
      const result = await deploy(environment, service, deliveryFrom(flags), await ports(flags));
      await printResult(result, flags);
    });
}

function registerHistory(program: Command): void {
  program
    .command("history")
    .description("what was declared of a service: version, when, who, commit, verified or not")
    .argument("<environment>", "development, staging or production")
    .argument("<service>", "a service")
    .option("--json", "print the result as JSON")
    .addHelpText(
      "after",
      "\nExamples:\n  ./msa history production user-service\n  ./msa history staging order-service --json\n\n" +
        "Read from the environment's branch and the tags verified/<environment>/<n>; asks no cluster.\n" +
        "Tags of others come with: git fetch --tags origin.",
    )
    .action(async (name: string, service: string, flags: { json?: true }) => {
      const environment = environmentNamed(name);
      const { history } = await import("./commands/history.ts");
      const { historyTable } = await import("./print/history-table.ts");
      const found = await history(environment, service);
      if (flags.json) printJson(found);
      else printLine(historyTable(found));
    });
}

interface RollbackFlags extends DeliveryFlags {
  readonly now?: true;
}

function registerRollback(program: Command): void {
  withDelivery(
    program
      .command("rollback")
      .description("take a service back to a revision that was verified, and hold it there")
      .argument("<environment>", "development, staging or production")
      .argument("<service>", "a service")
      .argument("[revision]", "number or commit, as history shows it; else the one verified before")
      .option("--now", "set the cluster first; the engine agrees afterwards"),
  )
    .addHelpText(
      "after",
      "\nExamples:\n  ./msa rollback production user-service\n  ./msa rollback production user-service 4 --now\n" +
        "  ./msa rollback staging user-service --pr\n\n" +
        "Writes that revision's entry and a hold into the stack file, so Argo CD keeps it and nothing rolls it\n" +
        "forward until: ./msa hold release <environment> <service>. A revision that never ran as declared is refused.",
    )
    .action(
      async (name: string, service: string, revision: string | undefined, flags: RollbackFlags) => {
        const environment = environmentNamed(name);
        const { rollback } = await import("./commands/rollback.ts");
        const options = { ...deliveryFrom(flags), ...(revision !== undefined && { revision }) };
        const result = await rollback(environment, service, options, await ports(flags));
        await printResult(result, flags, () => {
          const { number, version } = result.revision;
          printLine(
            `${service} is declared as in revision ${number} (${version}) and held. ` +
              `Release it: ./msa hold release ${environment} ${service}`,
          );
        });
      },
    );
}

/** Tells on standard error, since results go to standard output, and asks on the terminal. */
export async function ports({ yes }: Pick<DeliveryFlags, "yes">) {
  const { confirmOn } = await import("./print/confirm.ts");
  const { proposalText } = await import("./print/delivery-text.ts");
  return {
    show: (proposal: Parameters<typeof proposalText>[0]) => {
      process.stderr.write(`${proposalText(proposal, wantsColour(process.stderr))}\n`);
    },
    confirm: confirmOn({ yes: yes === true, word: "yes" }),
    progress: progressTo(process.stderr),
  };
}

interface Result {
  readonly delivered?: Delivered;
  readonly pullRequest?: PullRequest;
}

async function printResult(
  result: Result,
  flags: DeliveryFlags,
  after: () => void = () => undefined,
): Promise<void> {
  if (flags.json) {
    printJson(result);
    return;
  }
  const { deliveredText, pullRequestText } = await import("./print/delivery-text.ts");
  const { delivered, pullRequest } = result;
  if (delivered !== undefined) {
    printLine(deliveredText(delivered, wantsColour(process.stdout)));
    after();
  }
  if (pullRequest !== undefined) printLine(pullRequestText(pullRequest));
}
