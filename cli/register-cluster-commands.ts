import { Option, type Command } from "commander";

import type { UpResult } from "./commands/up.ts";
import { CliError, exitCodes } from "./errors.ts";
import { doctorTable } from "./print/doctor-table.ts";
import { offList } from "./print/off-list.ts";
import { printJson, printLine, wantsColour } from "./print/print.ts";
import { statusTable } from "./print/status-table.ts";
import { toolsTable } from "./print/tools-table.ts";
import { progressTo } from "../toolchain/progress.ts";
import { environmentNamed } from "./stack-config.ts";
import { withTarget } from "./target-options.ts";
import type { TargetOptions } from "./target.ts";
import { wholeSeconds } from "./whole-seconds.ts";

interface UpFlags {
  readonly context?: string;
  readonly demo?: true;
  readonly metrics?: true;
  readonly adopt?: string[];
  readonly timeout: number;
  readonly json?: true;
}

// A verb's code is loaded when it runs: the Kubernetes and Pulumi libraries take most of a second, and
// neither help nor a wrong argument needs them.

/** Verbs about a cluster to try the platform on: up, down, clean, doctor. */
export function registerClusterCommands(program: Command): void {
  registerUp(program);
  registerDown(program);
  registerDoctor(program);
}

function registerUp(program: Command): void {
  program
    .command("up")
    .description("bring an environment up: on a local cluster, or with --context on your own")
    .argument("[environment]", "development, staging or production", "development")
    .option("--context <context>", "use this context of your kubeconfig instead of a local cluster")
    .option("--demo", "with --context: a public sample image, the chart served from the cluster")
    .addOption(
      new Option(
        "--metrics",
        "local cluster: give it a metrics API, so that HPAs read values",
      ).conflicts("context"),
    )
    .option(
      "--adopt <objects...>",
      "existing objects that may be taken over, as Kind/name or Kind/namespace/name",
    )
    .option("--timeout <seconds>", "how long to wait for the Applications", wholeSeconds, 300)
    .option("--json", "print the result as JSON")
    .addHelpText(
      "after",
      "\nExamples:\n  ./msa up\n  ./msa up staging --metrics\n  ./msa up development --context kind-try --demo",
    )
    .action(async (name: string, flags: UpFlags) => {
      const environment = environmentNamed(name);
      const { context, timeout: timeoutSeconds, demo, metrics, adopt } = flags;
      if (demo && context === undefined) {
        throw new CliError(
          "--demo: is for your own cluster; the local one needs none. Add --context <context>.",
          exitCodes.badInput,
        );
      }
      const progress = progressTo(process.stderr);
      const { up } = await import("./commands/up.ts");
      const { upOnContext } = await import("./commands/up-on-context.ts");
      const result =
        context === undefined
          ? await up(environment, { timeoutSeconds, metrics, adopt }, progress)
          : await upOnContext(environment, { context, timeoutSeconds, demo, adopt }, progress);
      printUp(result, flags);
    });
}

function registerDown(program: Command): void {
  program
    .command("down")
    .description("stop the local cluster of an environment, or all of them; their data stays")
    .argument("[environment]", "development, staging or production")
    .addHelpText("after", "\nExamples:\n  ./msa down\n  ./msa down staging")
    .action(async (name: string | undefined) => {
      const environment = name === undefined ? undefined : environmentNamed(name);
      const { down } = await import("./commands/down.ts");
      const stopped = await down(environment, progressTo(process.stderr));
      printLine(stopped.length === 0 ? "Nothing was running." : `Stopped: ${stopped.join(", ")}.`);
    });

  program
    .command("clean")
    .description("stop every local cluster and remove its folder; the toolchain stays")
    .addHelpText("after", "\nExample:\n  ./msa clean")
    .action(async () => {
      const { clean } = await import("./commands/down.ts");
      const kept = await clean(progressTo(process.stderr));
      printLine("Removed the local clusters and their state.");
      for (const { environment, context } of kept) {
        printLine(
          `Kept the state of ${environment} on context "${context}": its objects are still there. ` +
            `Remove them: ./msa destroy ${environment} --context ${context}`,
        );
      }
    });
}

function registerDoctor(program: Command): void {
  withTarget(
    program
      .command("doctor")
      .description("check each prerequisite: what is there, which version, what to do")
      .argument("[environment]", "also what this environment's cluster must have already"),
  )
    .option("--json", "print the result as JSON")
    .addHelpText("after", "\nExamples:\n  ./msa doctor\n  ./msa doctor production --json")
    .action(async (name: string | undefined, flags: TargetOptions & { json?: true }) => {
      const { doctor } = await import("./commands/doctor.ts");
      const { doctorPlatform } = await import("./commands/doctor-platform.ts");
      const checks = [
        ...(await doctor()),
        ...(name === undefined ? [] : await doctorPlatform(environmentNamed(name), flags)),
      ];
      if (flags.json) {
        printJson(checks);
      } else {
        printLine(doctorTable(checks, wantsColour(process.stdout)));
      }
      process.exitCode = checks.every((check) => check.ok) ? exitCodes.done : exitCodes.failed;
    });
}

function printUp(result: UpResult, flags: UpFlags): void {
  const { environment, services, tools, off } = result;
  if (flags.json) {
    printJson(result);
    return;
  }
  const context = flags.context === undefined ? "" : ` --context ${flags.context}`;
  const colour = wantsColour(process.stdout);
  printLine(statusTable(services, colour));
  if (tools.length > 0) printLine(toolsTable(tools, colour));
  if (off.length > 0) printLine(offList(off));
  const next = [
    [`./msa status ${environment}${context} --watch`, "watch it"],
    [`./msa render ${environment}`, "read everything that is declared"],
    flags.context === undefined
      ? ["make down", "stop the local cluster"]
      : [`./msa destroy ${environment}${context}`, "remove it again"],
  ];
  const width = Math.max(...next.map(([command = ""]) => command.length));
  const lines = next.map(
    ([command = "", purpose = ""]) => `  ${command.padEnd(width)}  ${purpose}`,
  );
  printLine(["Next:", ...lines].join("\n"));
}
