import { execFile } from "node:child_process";

import { pulumiCall } from "./commands/pulumi.ts";
import { CliError } from "./errors.ts";
import { saidByEngine } from "./engine-error.ts";
import type { Target } from "./target.ts";

/** The largest state of ours is a few megabytes. */
const mostBytes = 1 << 28;

/** How the CLI is run. */
export interface RunPulumiOptions {
  /** Whether a failure is an answer too; its words are returned then. @default false */
  readonly mayFail?: boolean;
  /** Folder to run in. @default where the target's project is */
  readonly cwd?: string;
}

/**
 * Runs the Pulumi CLI on a target and returns what it prints.
 *
 * @throws CliError in its own words when it fails, or there is none.
 */
export function runPulumi(
  target: Target,
  args: readonly string[],
  options: RunPulumiOptions = {},
): Promise<string> {
  const { command, args: all, cwd: usual, env } = pulumiCall(target, args);
  const { mayFail = false, cwd = usual } = options;
  return new Promise((resolve, reject) => {
    execFile(command, [...all], { cwd, env, maxBuffer: mostBytes }, (error, stdout, stderr) => {
      if (error === null) resolve(stdout);
      else if (error.code === "ENOENT") reject(missing(command));
      else if (mayFail) resolve(`${stdout}\n${stderr}`);
      else reject(new CliError(saidByEngine(`${stderr}\n${stdout}`)));
    });
  });
}

function missing(command: string): CliError {
  return new CliError(
    `${command}: not found on PATH. Install the Pulumi CLI: https://www.pulumi.com/docs/iac/download-install/`,
  );
}
