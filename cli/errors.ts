/**
 * Exit codes of every command (docs/reference/cli.md):
 * 0 done, or all Synced and Healthy · 1 it failed, or something is not Healthy · 2 bad input, nothing was changed.
 */
export const exitCodes = { done: 0, failed: 1, badInput: 2 } as const;
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** An error meant for the person at the keyboard: where, what is wrong (what was found), what to do. */
export class CliError extends Error {
  public readonly exitCode: ExitCode;

  constructor(message: string, exitCode: ExitCode = exitCodes.failed) {
    super(message);
    this.exitCode = exitCode;
  }
}
