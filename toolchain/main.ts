import path from "node:path";
import { inspect, parseArgs } from "node:util";

import { prepareTools, throwIfStopped } from "./build.ts";
import { ToolchainError } from "./errors.ts";
import { layout } from "./layout.ts";
import { progressTo } from "./progress.ts";
import { purposes, type Purpose } from "./tool.ts";

// `node toolchain/main.ts [--for context|up|metrics|test]`: prepares the tools and ends with 0, 1 or, stopped, 130.

const stopped = new AbortController();
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
  process.once(signal, () => {
    stopped.abort();
  });
}

function requestedPurpose(): Purpose {
  const { values, positionals } = parseArgs({
    options: { for: { type: "string", default: "test" } },
    strict: false,
    allowPositionals: true,
  });
  const purpose = purposes.find((candidate) => candidate === values.for);
  if (purpose === undefined || positionals.length > 0 || Object.keys(values).length > 1) {
    const found = process.argv.slice(2).join(" ");
    throw new ToolchainError(
      `toolchain: takes only --for ${purposes.join("|")} (found "${found}"). Without it: test, which is everything.`,
    );
  }
  return purpose;
}

async function main(): Promise<void> {
  const preparation = {
    layout: layout(path.dirname(import.meta.dirname)),
    purpose: requestedPurpose(),
    env: process.env,
    progress: progressTo(process.stdout),
    signal: stopped.signal,
  };
  try {
    await prepareTools(preparation);
  } catch (error) {
    throwIfStopped(stopped.signal);
    throw error;
  }
}

try {
  await main();
} catch (error) {
  // Anything else is a mistake of ours, and whoever looks for it needs the stack.
  const text = error instanceof ToolchainError ? error.message : inspect(error);
  process.stderr.write(`${text}\n`);
  process.exitCode = stopped.signal.aborted ? 130 : 1;
}
