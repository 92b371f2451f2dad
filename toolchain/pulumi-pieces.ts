import { existsSync, realpathSync, rmSync, statSync } from "node:fs";
import os from "node:os";
import path from "node:path";

import { executableOf } from "./executable.ts";
import type { Layout } from "./layout.ts";
import { isExecutable } from "./on-path.ts";
import { replaceFile } from "./replace.ts";
import { currentStamp } from "./stamp.ts";
import { toolNamed } from "./tools.ts";

const languageHost = "pulumi-language-nodejs";

/**
 * Found by its own place, so that it still works when the checkout is moved.
 * `exec`: the engine must be the parent of the host itself, see language-host/parent.ts.
 */
const standIn = `#!/bin/sh
# Stands in for the language host of the official Pulumi CLI; see toolchain/README.md.
root=$(CDPATH= cd -- "\${0%/*}/../../.." && pwd -P) || exit 1
exec "$root/node_modules/.bin/node" "$root/toolchain/language-host/main.ts" "$@"
`;

const whyNoLogs =
  "A file, not a folder: so the engine keeps no log of each run here. See toolchain/README.md.\n";

/** Gives the engine what it needs beside its executable, and takes away what it does not. */
export function completeEngine(layout: Layout, env: NodeJS.ProcessEnv): void {
  placeLanguageHost(layout, env);
  keepNoLogs(layout);
}

/**
 * The engine writes a debug log of every run to its home, up to 500 MB of them, which takes a
 * third of its time and has no switch; it goes on without where it cannot (pkg/logging/encrypted.go,
 * StartLogging). Only in the home of local runs: nobody's own is touched.
 */
function keepNoLogs({ pulumiHome }: Layout): void {
  const place = path.join(pulumiHome, "logs");
  if (statSync(place, { throwIfNoEntry: false })?.isFile() === true) return;
  rmSync(place, { recursive: true, force: true });
  replaceFile(place, whyNoLogs);
}

/**
 * Puts the stand-in for the Node language host beside the engine, unless the engine in use is an
 * official one that brings its own: then the stand-in is taken away.
 */
function placeLanguageHost(layout: Layout, env: NodeJS.ProcessEnv): void {
  const file = path.join(layout.bin, languageHost);
  if (hasOfficialLanguageHost(layout, env)) {
    rmSync(file, { force: true });
  } else if (!existsSync(file)) {
    replaceFile(file, standIn, 0o755);
  }
}

function hasOfficialLanguageHost(layout: Layout, env: NodeJS.ProcessEnv): boolean {
  if (currentStamp(layout, toolNamed("pulumi"))?.source !== "path") {
    return false;
  }
  const beside = path.dirname(realpathSync(executableOf(layout, "pulumi")));
  const folders = [beside, ...(env["PATH"] ?? "").split(path.delimiter)];
  return folders
    .filter((folder) => path.resolve(folder) !== layout.bin)
    .some((folder) => isExecutable(path.join(folder, languageHost)));
}

/** The provider plugin of exactly the pinned version that the user's own Pulumi has fetched. */
export function fetchedProvider(env: NodeJS.ProcessEnv): string | undefined {
  const { name, version } = toolNamed("pulumi-resource-kubernetes");
  const home = env["PULUMI_HOME"] ?? path.join(env["HOME"] ?? os.homedir(), ".pulumi");
  const folder = path.join(home, "plugins", `resource-kubernetes-v${version}`);
  const file = path.join(folder, name);
  // Pulumi marks a plugin that it is still fetching.
  return isExecutable(file) && !existsSync(`${folder}.partial`) ? file : undefined;
}
