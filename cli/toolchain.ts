import { prepareTools, throwIfStopped } from "../toolchain/build.ts";
import { ToolchainError } from "../toolchain/errors.ts";
import { layout } from "../toolchain/layout.ts";
import type { Progress } from "../toolchain/progress.ts";
import type { Purpose } from "../toolchain/tool.ts";
import { CliError } from "./errors.ts";
import { root } from "./paths.ts";

/** Finds or builds the tools for a purpose; an interrupt stops a build, and the next run goes on. */
export async function prepareToolchain(purpose: Purpose, progress: Progress): Promise<void> {
  const stopped = new AbortController();
  const stop = () => {
    stopped.abort();
  };
  process.once("SIGINT", stop).once("SIGTERM", stop);
  try {
    await prepareTools({
      layout: layout(root),
      purpose,
      env: process.env,
      progress,
      signal: stopped.signal,
    });
    throwIfStopped(stopped.signal);
  } catch (error) {
    throw error instanceof ToolchainError ? new CliError(error.message) : error;
  } finally {
    process.off("SIGINT", stop).off("SIGTERM", stop);
  }
}
