import { spawn } from "node:child_process";
import { constants } from "node:os";

import type { Environment } from "../../config/model.ts";
import { toolbox } from "../../toolchain/toolbox.ts";
import { engineEnvironment } from "../engine-environment.ts";
import { root } from "../paths.ts";
import { findTarget, type Target, type TargetOptions } from "../target.ts";

/** Subcommands that read the stack file. */
const readsStackFile = ["preview", "up", "update", "destroy", "refresh", "import", "config", "watch"];

/**
 * Runs the Pulumi CLI itself on a target, with its backend, passphrase, kubeconfig and stack file set.
 *
 * @returns the CLI's exit code, 128 + the signal's number when a signal ended it.
 */
export async function pulumi(
  environment: Environment,
  args: readonly string[],
  options: TargetOptions,
): Promise<number> {
  const target = await findTarget(environment, options);
  const command = target.folder === undefined ? "pulumi" : toolbox(root).path("pulumi");
  const child = spawn(command, pulumiArguments(target, args), {
    cwd: root,
    stdio: "inherit",
    env: { ...process.env, ...engineEnvironment(target) },
  });
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code, signal) => {
      resolve(code ?? 128 + (signal === null ? 0 : constants.signals[signal]));
    });
  });
}

/** The person's arguments with the stack and, where the subcommand reads one, the stack file. */
export function pulumiArguments(target: Target, args: readonly string[]): string[] {
  const [subcommand = ""] = args;
  const stack = subcommand === "stack" ? [] : ["--stack", target.environment];
  const file = readsStackFile.includes(subcommand) ? ["--config-file", target.stackFile] : [];
  return [...args, ...stack, ...file];
}
