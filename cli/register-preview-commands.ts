import { Option, type Command } from "commander";

import { exitCodes } from "./errors.ts";
import { printJson, printLine, wantsColour } from "./print/print.ts";
import { withTarget } from "./target-options.ts";
import type { TargetOptions } from "./target.ts";
import { environmentNamed } from "./stack-config.ts";

interface PreviewFlags extends TargetOptions {
  readonly base?: string;
  readonly format: "terminal" | "markdown" | "html" | "json";
  readonly json?: true;
  readonly output?: string;
  readonly live?: true;
}

// A verb's code is loaded when it runs, as in register-cluster-commands.ts.

/** Verbs about what a change will do before it is merged: preview, comment. */
export function registerPreviewCommands(program: Command): void {
  registerPreview(program);
  registerComment(program);
}

function registerComment(program: Command): void {
  program
    .command("comment")
    .description("write a file as the one comment of its name on a pull request on GitHub")
    .argument("<pull-request>", "its number, or the full hash of its newest commit")
    .argument("<file>", "Markdown, such as report/report.md")
    .option("--name <name>", "which of our comments it is", "preview")
    .option("--json", "print the result as JSON")
    .addHelpText(
      "after",
      "\nExamples:\n  ./msa comment 12 report/report.md\n  ./msa comment 12 live.md --name live\n\n" +
        "Reads GITHUB_TOKEN, GITHUB_REPOSITORY and GITHUB_API_URL, as GitHub Actions has them. The comment is updated\n" +
        "when it is there; that of a person is never touched.",
    )
    .action(async (pullRequest: string, file: string, flags: { name: string; json?: true }) => {
      const { comment } = await import("./commands/comment.ts");
      const posted = await comment(pullRequest, file, { name: flags.name });
      if (flags.json) printJson(posted);
      else printLine(`Comment ${posted.action}: ${posted.url}`);
    });
}

function registerPreview(program: Command): void {
  withTarget(
    program
      .command("preview")
      .description(
        "what merging the working tree would change, in every environment, with Releases and Applications rendered",
      )
      .argument("[environments...]", "development, staging or production; all when left out"),
  )
    .option(
      "--base <revision>",
      "compare with where this branch and the revision parted; the environment's branch nearest by when left out",
    )
    .addOption(
      new Option("--format <format>", "how the report is printed")
        .choices(["terminal", "markdown", "html", "json"])
        .default("terminal"),
    )
    .option("--json", "the same as --format json")
    .option("--live", "also ask the real engine and Argo CD what they would do and what runs")
    .option(
      "--output <folder>",
      "also write report.md, report.html and report.json there; report.md fits into a comment on GitHub",
    )
    .addHelpText(
      "after",
      "\nExamples:\n  ./msa preview\n  ./msa preview staging --base origin/staging\n" +
        "  ./msa preview --output report\n  ./msa preview --format markdown\n  ./msa preview staging --live\n\n" +
        "It needs no cluster, no state and no credentials, but the charts of the releases. What cannot be rendered is\n" +
        "named, and the exit code is 1 then. --live asks the environments that are named, else the one that the base branch\n" +
        "deploys; without a cluster or a login it says so there, and the exit code is the same. --local and --context\n" +
        "choose its cluster.",
    )
    .action(async (names: string[], flags: PreviewFlags) => {
      const environments = names.map(environmentNamed);
      const { preview } = await import("./commands/preview.ts");
      const { reportText, writeReport } = await import("./preview/write-report.ts");
      const report = await preview({
        ...(flags.base !== undefined && { base: flags.base }),
        ...(environments.length > 0 && { environments }),
        ...(flags.live && { live: flags }),
      });
      const format = flags.json ? "json" : flags.format;
      printLine(reportText(report, format, wantsColour(process.stdout)));
      if (flags.output !== undefined) writeReport(report, flags.output);
      const isWhole = report.environments.every(({ unknown }) => unknown.length === 0);
      process.exitCode = isWhole ? exitCodes.done : exitCodes.failed;
    });
}
