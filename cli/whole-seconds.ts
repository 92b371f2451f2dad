import { InvalidArgumentError } from "commander";

/** The value of an option that is a time in seconds, at least one. */
export function wholeSeconds(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) {
    throw new InvalidArgumentError(`must be a whole number of seconds (found ${text}).`);
  }
  return value;
}
