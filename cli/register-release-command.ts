import { Option, type Command } from "commander";

import type { Released } from "./commands/release.ts";
import { printJson, printLine } from "./print/print.ts";
import { environmentNamed } from "./stack-config.ts";

interface ReleaseFlags {
  readonly version: string;
  readonly environment: string;
  readonly image?: string;
  readonly commit?: true;
  readonly pr?: true;
  readonly push?: true;
  readonly yes?: true;
  readonly json?: true;
}

// A verb's code is loaded when it runs, as in register-cluster-commands.ts.

/** The verb release. */
export function registerReleaseCommand(program: Command): void {
  program
    .command("release")
    .description("declare a version whose image is in the registry, with the image's digest")
    .argument("<service>", "a service")
    .requiredOption("--version <version>", "exact version; the tag of the image")
    .option("--environment <environment>", "where it is declared", "development")
    .option(
      "--image <digest|file>",
      "sha256:… that the tag must stand for, or a tar of the image, which is pushed",
    )
    .option("--commit", "commit it on the environment's branch")
    .addOption(
      new Option("--pr", "open a pull request to that branch instead").conflicts([
        "commit",
        "push",
      ]),
    )
    .option("--push", "push that branch, with --commit")
    .option("--yes", "go on without asking")
    .option("--json", "print the result as JSON")
    .addHelpText(
      "after",
      "\nExamples:\n  ./msa release user-service --version 1.4.2\n" +
        "  ./msa release user-service --version 1.4.2 --environment staging --pr\n" +
        "  ./msa release user-service --version 1.4.2 --image image.tar\n\n" +
        "Asks the registry for the tag and writes version and digest into the stack file. No cluster is touched: bring\n" +
        "it there with ./msa deploy, or let the environment's branch do it. A private registry's login is read from\n" +
        "REGISTRY_USER and REGISTRY_PASSWORD; --pr opens the pull request with GITHUB_TOKEN.",
    )
    .action(async (service: string, flags: ReleaseFlags) => {
      const environment = environmentNamed(flags.environment);
      const { ports } = await import("./register-deliver-commands.ts");
      const { accountIn, release } = await import("./commands/release.ts");
      const account = accountIn(process.env);
      const options = { ...flags, environment, ...(account !== undefined && { account }) };
      const released = await release(service, options, await ports(flags));
      if (flags.json) printJson(released);
      else await printReleased(released);
    });
}

async function printReleased({ image, digest, written, ...put }: Released): Promise<void> {
  const { committedText, pullRequestText } = await import("./print/delivery-text.ts");
  printLine(`${image}@${digest}`);
  if (put.pullRequest !== undefined) printLine(pullRequestText(put.pullRequest));
  else if (put.committed !== undefined) printLine(committedText(put.committed));
  else if (written.length === 0) printLine(`${put.environment} declares it already.`);
  else {
    printLine(
      `${written.join(", ")}: written. Bring it there: ./msa deploy ${put.environment} ${put.service}`,
    );
  }
}
