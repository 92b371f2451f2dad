import { CliError, exitCodes } from "../errors.ts";

/**
 * The whole number that an option was given; its bounds are the configuration's.
 *
 * @throws CliError, exit code 2, for anything else.
 */
export function wholeNumber(option: string, text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new CliError(
    `${option}: must be a whole number (found ${JSON.stringify(text)}). For example ${option} 3.`,
    exitCodes.badInput,
  );
}
