import { createWriteStream, mkdirSync, renameSync, rmSync } from "node:fs";
import path from "node:path";
import { finished } from "node:stream/promises";

import { z } from "zod";

import { ToolchainError } from "./errors.ts";
import { executableOf } from "./executable.ts";
import { goEnvironment, type GoRun } from "./go.ts";
import { modulesFolder, type Layout } from "./layout.ts";
import { patchedModule, removePatchedModule } from "./patch.ts";
import { partial, replaceFile } from "./replace.ts";
import { run, type RunResult } from "./run.ts";
import type { Tool } from "./tool.ts";

type Go = (...goArguments: string[]) => Promise<RunResult>;

/**
 * Builds `tool` and puts it in its place; what Go writes goes to the tool's log.
 *
 * Throws a ToolchainError with the end of the log when the build fails.
 */
export async function buildTool(layout: Layout, tool: Tool, goRun: GoRun): Promise<void> {
  const target = executableOf(layout, tool.name);
  mkdirSync(path.dirname(target), { recursive: true });
  mkdirSync(layout.logs, { recursive: true });
  const logFile = path.join(layout.logs, `${tool.name}.log`);
  const log = createWriteStream(logFile);
  const go: Go = (...goArguments) =>
    run("go", goArguments, {
      cwd: path.join(modulesFolder, tool.module),
      env: goEnvironment(goRun.env),
      signal: goRun.signal,
      log,
    });
  try {
    const result = await compile(layout, tool, go, partial(target));
    if (result.code !== 0) {
      throw new ToolchainError(failure(layout, tool, logFile, result));
    }
    renameSync(partial(target), target);
  } finally {
    rmSync(partial(target), { force: true });
    removePatchedModule(layout, tool);
    log.end();
    await finished(log);
  }
}

/** The result of the first Go command that fails, or else of the build into `output`. */
async function compile(layout: Layout, tool: Tool, go: Go, output: string): Promise<RunResult> {
  const flags = ["-s -w", tool.versionFlags ?? ""].join(" ").trim();
  const build = ["build", "-ldflags", flags, "-o", output];
  if (tool.patch !== undefined) {
    return go(...build, ...(await patchedModule(layout, tool, tool.patch, go)), tool.package);
  }
  if (tool.embeds === undefined) {
    return go(...build, tool.package);
  }
  const fetched = await go("mod", "download", "-json", tool.embeds.module);
  if (fetched.code !== 0) {
    return fetched;
  }
  return go(...build, "-overlay", writeOverlay(layout, tool, fetched.stdout), tool.package);
}

const moduleSchema = z.object({ Dir: z.string() });

/**
 * Writes Go's overlay file, by which the main embeds a file of its module as if it lay beside it:
 * nothing is written among the sources. `downloaded` is what `go mod download -json` printed.
 */
function writeOverlay(layout: Layout, { name, module, embeds }: Tool, downloaded: string): string {
  const { Dir } = moduleSchema.parse(JSON.parse(downloaded));
  const beside = path.join(modulesFolder, module, embeds?.as ?? "");
  const file = path.join(layout.logs, `${name}.overlay.json`);
  replaceFile(file, JSON.stringify({ Replace: { [beside]: path.join(Dir, embeds?.file ?? "") } }));
  return file;
}

const tailLines = 15;

function failure(layout: Layout, tool: Tool, logFile: string, result: RunResult): string {
  const tail = `${result.stdout}\n${result.stderr}`.trim().split("\n").slice(-tailLines);
  const instead = tool.official === undefined ? "" : `, or install it: ${tool.official}`;
  return [
    `${tool.name} ${tool.version}: its build failed (go ended with code ${result.code}). The log ends with:`,
    ...tail.map((line) => `  ${line}`),
    `Solve this and run again (finished tools are kept)${instead}.`,
    `Whole log: ${path.relative(layout.root, logFile)}`,
  ].join("\n");
}
