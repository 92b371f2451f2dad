import { CliError, exitCodes } from "../../errors.ts";

/** Something that set-up needs and nobody has given. */
export interface Lacking {
  /** `where: what is missing`. */
  readonly what: string;
  /** The command that gives it. */
  readonly command: string;
}

/**
 * Refuses to go on without a person to ask.
 *
 * @throws CliError, exit code 2, with each thing that is missing and the command that gives it.
 */
export function refuseLacking(environment: string, lacking: readonly Lacking[]): void {
  if (lacking.length === 0) return;
  const things = lacking.length === 1 ? "1 thing is" : `${lacking.length} things are`;
  throw new CliError(
    [
      `setup: ${environment} cannot be set up (${things} missing, and there is no terminal to ask on):`,
      ...lacking.map(({ what, command }) => `  ${what}: ${command}`),
      "Nothing was written.",
    ].join("\n"),
    exitCodes.badInput,
  );
}
