import type { Command } from "commander";

import { exitCodes } from "./errors.ts";
import { printJson, printLine } from "./print/print.ts";
import { environmentNamed } from "./stack-config.ts";
import { withTarget } from "./target-options.ts";
import type { TargetOptions } from "./target.ts";

// A verb's code is loaded when it runs, as in register-cluster-commands.ts.

/** Verbs of the delivery pipeline: drift, charts publish. */
export function registerDeliveryCommands(program: Command): void {
  registerDrift(program);
  registerPublish(program);
}

function registerDrift(program: Command): void {
  withTarget(
    program
      .command("drift")
      .description("say in what the cluster differs from what is declared; changes nothing")
      .argument("<environment>", "development, staging or production"),
  )
    .option("--issue", "open, update or close the one issue about it on GitHub")
    .option("--json", "print the result as JSON")
    .addHelpText(
      "after",
      "\nExamples:\n  ./msa drift staging\n  ./msa drift production --issue\n\n" +
        "Exit code 1 when something differs; with --issue only when it could not be told. --issue reads GITHUB_TOKEN\n" +
        "and GITHUB_REPOSITORY, as GitHub Actions has them.",
    )
    .action(async (name: string, flags: TargetOptions & { issue?: true; json?: true }) => {
      const environment = environmentNamed(name);
      const { drift, driftText, isDrifted, reportDrift } = await import("./commands/drift.ts");
      const found = await drift(environment, flags);
      const isClean = !isDrifted(found);
      if (flags.json) printJson(found);
      else printLine(isClean ? `${environment}: the cluster is as declared.` : driftText(found));
      const posted = flags.issue ? await reportDrift(found) : undefined;
      if (posted !== undefined) process.stderr.write(`Issue ${posted.action}: ${posted.url}\n`);
      process.exitCode = isClean || flags.issue ? exitCodes.done : exitCodes.failed;
    });
}

interface PublishFlags {
  readonly to?: string;
  readonly chart?: string;
  readonly json?: true;
}

/** Adds `publish` to the verb `charts`, which is about the platform's charts otherwise. */
function registerPublish(program: Command): void {
  program.commands
    .find((command) => command.name() === "charts")
    ?.command("publish")
    .description("publish the service chart when its version is new")
    .option("--to <repository>", "a ChartMuseum, or oci://…; where services fetch it when left out")
    .option("--chart <folder>", "another chart's folder")
    .option("--json", "print the result as JSON")
    .addHelpText(
      "after",
      "\nExamples:\n  ./msa charts publish\n  ./msa charts publish --to oci://registry.jclee.me/charts --json\n\n" +
        "A version that is there with another content is refused. A ChartMuseum's login is read from CHARTMUSEUM_USER\n" +
        "and CHARTMUSEUM_PASSWORD; for a registry log in first: helm registry login <host>.",
    )
    .action(async ({ json, ...options }: PublishFlags) => {
      const { chartsPublish } = await import("./commands/charts-publish.ts");
      const { name, version, result } = await chartsPublish(options);
      if (json) printJson({ name, version, result });
      else printLine(`${name} ${version}: ${result}`);
    });
}
