import { CommanderError } from "commander";

import { exitCodes } from "./errors.ts";
import { program } from "./program.ts";
import { forPerson } from "./user-errors.ts";

/** The one place that reads the command line, prints an error and ends the process. */
try {
  process.exitCode = exitCodes.done;
  await program().parseAsync(process.argv);
} catch (error) {
  process.exitCode = report(error);
}
// A pipe takes a large result in more than one go.
await new Promise((resolve) => process.stdout.write("", resolve));
// Kubernetes clients keep connections open for reuse; nothing more is to come.
process.exit();

function report(error: unknown): number {
  if (error instanceof CommanderError) {
    // Commander has printed it; --help and --version are not errors.
    return error.exitCode === 0 ? exitCodes.done : exitCodes.badInput;
  }
  const known = forPerson(error);
  if (known !== undefined) {
    process.stderr.write(`${known.message}\n`);
    return known.exitCode;
  }
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  process.stderr.write(
    `This is a defect in ./msa; please report it with the lines below.\n${text}\n`,
  );
  return exitCodes.failed;
}
