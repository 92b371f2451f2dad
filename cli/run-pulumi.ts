import { execFile } from "node:child_process";

import { pulumiCall } from "./commands/pulumi.ts";
import { CliError } from "./errors.ts";
import { saidByEngine } from "./engine-error.ts";
import type { Target } from "./target.ts";

/** The largest state of ours is a few megabytes. */
const mostBytes = 1 << 28;

/**
 * Runs the Pulumi CLI on a target and returns what it prints.
 *
 * @param options.mayFail whether a failure is an answer too; its words are returned then.
 * @throws CliError in its own words when it fails, or there is none.
 */
export function runPulumi(
  target: Target,
  args: readonly string[],
  { mayFail = false }: { readonly mayFail?: boolean } = {},
): Promise<string> {
  const { command, args: all, cwd, env } = pulumiCall(target, args);
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
