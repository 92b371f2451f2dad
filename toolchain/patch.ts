import {
  chmodSync,
  copyFileSync,
  cpSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";

import { z } from "zod";

import { ToolchainError } from "./errors.ts";
import { modulesFolder, type Layout } from "./layout.ts";
import type { RunResult } from "./run.ts";
import type { Patch, Tool } from "./tool.ts";

type Go = (...goArguments: string[]) => Promise<RunResult>;

const moduleSchema = z.object({ Dir: z.string() });

/**
 * Makes a copy of a tool's module with its patch applied, and a go.mod that builds from the copy.
 * Go's own overlay would do, but refuses files of the module cache.
 *
 * @returns the flags for `go build`.
 * @throws ToolchainError when the text to replace is not where it was: the version is another one.
 */
export async function patchedModule(
  layout: Layout,
  tool: Tool,
  patch: Patch,
  go: Go,
): Promise<string[]> {
  const folder = patchFolder(layout, tool);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const downloaded = await go("mod", "download", "-json", patch.module);
  if (downloaded.code !== 0) {
    throw new ToolchainError(
      `${tool.name}: its module cannot be had (${downloaded.stderr.trim()}).`,
    );
  }
  const copy = path.join(folder, "source");
  cpSync(moduleSchema.parse(JSON.parse(downloaded.stdout)).Dir, copy, { recursive: true });
  makeWritable(copy);
  for (const file of patch.files) {
    replaceIn(path.join(copy, file), patch, tool);
  }
  for (const file of ["go.mod", "go.sum"]) {
    copyFileSync(path.join(modulesFolder, tool.module, file), path.join(folder, file));
  }
  const goMod = path.join(folder, "go.mod");
  await go("mod", "edit", "-replace", `${patch.module}=${copy}`, goMod);
  return ["-modfile", goMod];
}

/** Removes the copy; the executable is all that is needed of it. */
export function removePatchedModule(layout: Layout, tool: Tool): void {
  rmSync(patchFolder(layout, tool), { recursive: true, force: true });
}

/** The module cache is read-only, and so is a copy of it: nothing in it could be replaced or removed. */
function makeWritable(folder: string): void {
  chmodSync(folder, 0o755);
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (entry.isDirectory()) {
      makeWritable(path.join(folder, entry.name));
    }
  }
}

function patchFolder(layout: Layout, tool: Tool): string {
  return path.join(layout.folder, "patched", tool.name);
}

function replaceIn(file: string, { from, to }: Patch, tool: Tool): void {
  const text = readFileSync(file, "utf8");
  if (!text.includes(from)) {
    throw new ToolchainError(
      `${tool.name} ${tool.version}: its patch does not fit (${from} is not in ${path.basename(file)}). ` +
        "Look at the patch in toolchain/tools.ts: the pinned version has changed.",
    );
  }
  rmSync(file);
  writeFileSync(file, text.replaceAll(from, to));
}
