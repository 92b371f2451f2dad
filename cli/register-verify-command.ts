import type { Command } from "commander";

import type { CheckResult } from "../verify/checks/check-service.ts";
import { exitCodes } from "./errors.ts";
import { printJson, printLine } from "./print/print.ts";
import { environmentNamed } from "./stack-config.ts";
import { withTarget } from "./target-options.ts";
import type { TargetOptions } from "./target.ts";

interface VerifyFlags extends TargetOptions {
  readonly inside?: true;
  readonly json?: true;
}

// A verb's code is loaded when it runs, as in register-cluster-commands.ts.

/** The verb verify. */
export function registerVerifyCommand(program: Command): void {
  withTarget(
    program
      .command("verify")
      .description("ask every service whether it is well, and what its API tests say")
      .argument("<environment>", "development, staging or production")
      .argument("[service]", "only this service"),
  )
    .option("--inside", "ask from inside the cluster, by a Job that is removed again")
    .option("--json", "print the result as JSON")
    .addHelpText(
      "after",
      "\nExamples:\n  ./msa verify staging\n  ./msa verify production user-service --json\n" +
        "  ./msa verify staging --inside\n\n" +
        "Over the public addresses, or with --inside over the Services in the cluster. Asks for the health path and\n" +
        "expects 200, then what `apiTests` of the catalogue say; each a few times. Exit code 1 when an answer is not as\n" +
        "it should be; 2 for --inside on the local cluster, whose pods are simulated. --local and --context are for\n" +
        "--inside: they choose its cluster.",
    )
    .action(async (name: string, service: string | undefined, flags: VerifyFlags) => {
      const environment = environmentNamed(name);
      const only = service === undefined ? {} : { services: [service] };
      const { verify, verifyFromInside } = await import("./commands/verify.ts");
      const { progressTo } = await import("../toolchain/progress.ts");
      const results = flags.inside
        ? await verifyFromInside(environment, { ...only, ...flags }, progressTo(process.stderr))
        : await verify(environment, only);
      if (flags.json) printJson(results);
      else await printResults(results);
      process.exitCode = results.every(({ ok }) => ok) ? exitCodes.done : exitCodes.failed;
    });
}

async function printResults(results: readonly CheckResult[]): Promise<void> {
  const { resultLine } = await import("../verify/checks/check-service.ts");
  for (const result of results) {
    printLine(`${result.ok ? "well    " : "not well"}  ${resultLine(result)}`);
  }
}
