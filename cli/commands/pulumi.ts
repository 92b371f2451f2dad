import { spawn } from "node:child_process";
import { mkdirSync } from "node:fs";
import { constants } from "node:os";

import type { Environment } from "../../config/model.ts";
import { type Operation, operationVariable } from "../../config/operation.ts";
import { toolbox } from "../../toolchain/toolbox.ts";
import { engineEnvironment, temporaryFolder } from "../engine-environment.ts";
import { CliError } from "../errors.ts";
import { root } from "../paths.ts";
import { findTarget, type Target, type TargetOptions } from "../target.ts";

/** Subcommands that run the program or compare with it, aliases included; they need the checkout. */
const runsProgram = [
  "preview",
  "pre",
  "up",
  "update",
  "destroy",
  "down",
  "dn",
  "refresh",
  "import",
  "watch",
];

/** Those that the program has to know of, by all their names (pulumi/pkg/cmd/pulumi/operations). */
const operations: Readonly<Partial<Record<string, Operation>>> = {
  destroy: "destroy",
  down: "destroy",
  dn: "destroy",
  refresh: "refresh",
};

/** Options that stand before any subcommand and take a value of their own. */
const withValue = [
  "-C",
  "--cwd",
  "--color",
  "--memprofilerate",
  "--otel-traces",
  "--profiling",
  "--tracing",
  "--verbose",
  "-v",
];

/** How to start the Pulumi CLI on a target. */
export interface PulumiCall {
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
}

/**
 * Runs the Pulumi CLI itself on a target, with its backend, passphrase, kubeconfig and stack file set.
 *
 * @returns the CLI's exit code, 128 + the signal's number when a signal ended it.
 * @throws CliError when there is no such target or no CLI.
 */
export async function pulumi(
  environment: Environment,
  args: readonly string[],
  options: TargetOptions,
): Promise<number> {
  const { command, ...call } = pulumiCall(await findTarget(environment, options), args);
  const child = spawn(command, call.args, { cwd: call.cwd, env: call.env, stdio: "inherit" });
  // Ctrl-C reaches the CLI as well, and it needs time to end in order: its end is ours.
  const wait = () => undefined;
  process.on("SIGINT", wait);
  try {
    return await new Promise((resolve, reject) => {
      child.once("error", (error) => {
        reject(notStarted(command, error));
      });
      child.once("close", (code, signal) => {
        resolve(code ?? 128 + (signal === null ? 0 : constants.signals[signal]));
      });
    });
  } finally {
    process.off("SIGINT", wait);
  }
}

/**
 * The call for a target. The stack is chosen by PULUMI_STACK, since not every subcommand takes `--stack`.
 *
 * On a local or context run what does not run the program runs in the run's folder, beside the joined
 * stack file: `stack rm` deletes that file and `stack init` writes to it, and must not find the committed one.
 */
export function pulumiCall(target: Target, args: readonly string[]): PulumiCall {
  const env = {
    ...process.env,
    ...engineEnvironment(target),
    PULUMI_STACK: target.environment,
    // Empty for all others, also where the person has set it.
    [operationVariable]: operations[subcommandOf(args)] ?? "",
  };
  if (target.folder === undefined) {
    return { command: "pulumi", args, cwd: root, env };
  }
  const command = toolbox(root).path("pulumi");
  mkdirSync(temporaryFolder(target.folder), { recursive: true, mode: 0o700 });
  if (!runsProgram.includes(subcommandOf(args))) {
    return { command, args, cwd: target.folder, env };
  }
  return { command, args: withOption(args, "--config-file", target.stackFile), cwd: root, env };
}

function subcommandOf(args: readonly string[]): string {
  const isValue = (at: number) => withValue.includes(args[at - 1] ?? "");
  return args.find((arg, at) => !arg.startsWith("-") && !isValue(at)) ?? "";
}

/** Adds an option before a `--`, behind which options would be taken for plain arguments. */
function withOption(args: readonly string[], name: string, value: string): string[] {
  const end = args.includes("--") ? args.indexOf("--") : args.length;
  return [...args.slice(0, end), name, value, ...args.slice(end)];
}

function notStarted(command: string, error: NodeJS.ErrnoException): Error {
  return error.code === "ENOENT"
    ? new CliError(
        `${command}: not found on PATH. Install the Pulumi CLI: https://www.pulumi.com/docs/iac/download-install/`,
      )
    : error;
}
