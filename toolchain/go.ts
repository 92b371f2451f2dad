import { coerce, gte } from "semver";

import { ToolchainError } from "./errors.ts";
import { run } from "./run.ts";

/** The oldest Go that all pinned modules accept: the highest `go` line of their go.mod files. */
export const neededGo = "1.26.4";

/** From this version on, Go fetches a newer Go by itself when a go.mod asks for one. */
const selfUpgradingGo = "1.21.0";

/** What a Go command runs with, besides its arguments. */
export interface GoRun {
  /** The user's environment; the flags that decide the outcome are set over it. */
  readonly env: NodeJS.ProcessEnv;
  readonly signal?: AbortSignal;
}

/** The same flags everywhere, so that every build finds the work of the last in Go's cache. */
export function goEnvironment(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return {
    ...env,
    // The tools run here, whatever the user cross-compiles for.
    GOOS: undefined,
    GOARCH: undefined,
    CGO_ENABLED: "0",
    GOFLAGS: "-trimpath -buildvcs=false -mod=readonly",
    GOWORK: "off",
  };
}

/**
 * Makes sure that there is a Go that can do the work; `work` says what it is needed for.
 *
 * Throws a ToolchainError when it is missing or too old.
 */
export async function requireGo(work: string, { env, signal }: GoRun): Promise<void> {
  const { code, stdout } = await run("go", ["env", "GOVERSION", "GOTOOLCHAIN"], {
    env: goEnvironment(env),
    signal,
  });
  const cure = `Install Go ${neededGo} or newer from https://go.dev/dl/ and run again.`;
  if (code !== 0) {
    throw new ToolchainError(`Go: not found on PATH, and it is needed for ${work}. ${cure}`);
  }
  const [version = "", toolchain = ""] = stdout.trim().split("\n");
  const number = coerce(version);
  const upgrades = toolchain !== "local" && number !== null && gte(number, selfUpgradingGo);
  if (number === null || (!upgrades && !gte(number, neededGo))) {
    throw new ToolchainError(`Go: too old for ${work} (found ${version}). ${cure}`);
  }
}
