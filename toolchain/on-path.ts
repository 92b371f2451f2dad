import { accessSync, constants, statSync } from "node:fs";
import path from "node:path";

import { run } from "./run.ts";
import type { Tool } from "./tool.ts";

/** An installed executable and the version it says it has. */
export interface Installed {
  readonly file: string;
  /** `x.y.z` without `v`. */
  readonly version: string;
}

/** What a search of PATH came to. */
export interface Search {
  /** The first executable of the pinned minor version. */
  readonly usable?: Installed;
  /** The first one of another version, named in messages. */
  readonly other?: Installed;
}

/** How long an installed tool may take to say its version. */
const timeoutMilliseconds = 10_000;

/**
 * Looks on `env.PATH` for an installed copy of `tool` that may be used in place of our build.
 *
 * `ours` are folders never looked into: what we put there ourselves is no find. The same goes for
 * every node_modules/.bin, where the npm package `pulumi` puts a wrapper that downloads the CLI.
 */
export async function findOnPath(
  tool: Tool,
  env: NodeJS.ProcessEnv,
  ours: readonly string[],
): Promise<Search> {
  let other: Installed | undefined;
  for (const file of candidates(tool, env, ours)) {
    const version = await versionOf(file, tool.onPath?.versionArguments ?? [], env);
    if (version === undefined) {
      continue;
    }
    if (minorOf(version) === minorOf(tool.version)) {
      return { usable: { file, version } };
    }
    other ??= { file, version };
  }
  return { other };
}

/** `3.6.9` → `3.6`. */
export function minorOf(version: string): string {
  return version.split(".").slice(0, 2).join(".");
}

function candidates(tool: Tool, env: NodeJS.ProcessEnv, ours: readonly string[]): string[] {
  const folders = (env["PATH"] ?? "")
    .split(path.delimiter)
    .filter((folder) => path.isAbsolute(folder))
    .filter((folder) => !ours.includes(path.resolve(folder)))
    .filter((folder) => !path.resolve(folder).endsWith(path.join("node_modules", ".bin")));
  const names = tool.onPath?.names ?? [];
  return names
    .flatMap((name) => folders.map((folder) => path.join(folder, name)))
    .filter(isExecutable);
}

/** Whether `file` is a regular file (links followed) that may be run. */
export function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}

async function versionOf(
  file: string,
  versionArguments: readonly string[],
  env: NodeJS.ProcessEnv,
): Promise<string | undefined> {
  const { stdout, stderr } = await run(file, versionArguments, {
    // Asking for a version must not go to the network.
    env: { ...env, PULUMI_SKIP_UPDATE_CHECK: "1" },
    signal: AbortSignal.timeout(timeoutMilliseconds),
  });
  return /\bv?(\d+\.\d+\.\d+)/.exec(`${stdout}\n${stderr}`)?.[1];
}
