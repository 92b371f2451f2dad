import type { Command } from "commander";

import { exitCodes } from "./errors.ts";
import { printJson, printLine } from "./print/print.ts";
import { environmentNamed } from "./stack-config.ts";

interface VerifyFlags {
  readonly json?: true;
}

// A verb's code is loaded when it runs, as in register-cluster-commands.ts.

/** The verb verify. */
export function registerVerifyCommand(program: Command): void {
  program
    .command("verify")
    .description("ask every service over its public address whether it is well, and its API tests")
    .argument("<environment>", "development, staging or production")
    .argument("[service]", "only this service")
    .option("--json", "print the result as JSON")
    .addHelpText(
      "after",
      "\nExamples:\n  ./msa verify staging\n  ./msa verify production user-service --json\n\n" +
        "Asks for the health path and expects 200, then what `apiTests` of the catalogue say; each five times at most.\n" +
        "Exit code 1 when an answer is not as it should be.",
    )
    .action(async (name: string, service: string | undefined, flags: VerifyFlags) => {
      const environment = environmentNamed(name);
      const { verify } = await import("./commands/verify.ts");
      const { resultLine } = await import("../verify/checks/check-service.ts");
      const results = await verify(environment, service === undefined ? {} : { service });
      if (flags.json) printJson(results);
      else {
        for (const result of results) {
          printLine(`${result.ok ? "well    " : "not well"}  ${resultLine(result)}`);
        }
      }
      process.exitCode = results.every(({ ok }) => ok) ? exitCodes.done : exitCodes.failed;
    });
}
