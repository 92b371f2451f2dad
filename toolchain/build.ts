import { existsSync, readdirSync, rmSync } from "node:fs";
import path from "node:path";

import { areCrdsCurrent, placeCrds } from "./crds.ts";
import { ToolchainError } from "./errors.ts";
import { executableOf } from "./executable.ts";
import { buildTool } from "./go-build.ts";
import { requireGo } from "./go.ts";
import type { Layout } from "./layout.ts";
import { withLock } from "./lock.ts";
import { findOnPath, minorOf, type Installed } from "./on-path.ts";
import { stopwatch, type Progress } from "./progress.ts";
import { completeEngine, fetchedProvider } from "./pulumi-pieces.ts";
import { replaceLink } from "./replace.ts";
import { currentStamp, writeStamp } from "./stamp.ts";
import type { Purpose, Tool } from "./tool.ts";
import { toolsFor } from "./tools.ts";

/** What to prepare, for whom, and where to say so. */
export interface Preparation {
  readonly layout: Layout;
  readonly purpose: Purpose;
  /** The user's environment: PATH and HOME are searched for installed tools. */
  readonly env: NodeJS.ProcessEnv;
  readonly progress: Progress;
  /** Stops the work; finished tools are kept, and the next run goes on from there. */
  readonly signal?: AbortSignal;
}

/**
 * Makes sure that every tool for a purpose is in place: kept when current, linked when one of the
 * pinned minor version is installed, built otherwise. Then the CRDs and the pieces of Pulumi.
 *
 * Throws a ToolchainError when Go is missing or a build fails.
 */
export async function prepareTools(preparation: Preparation): Promise<void> {
  const { layout, purpose, env, progress, signal } = preparation;
  const elapsed = stopwatch();
  const count = toolsFor(purpose).length;
  if (isReady(preparation)) {
    progress.line(`toolchain: all ${count} tools are ready, nothing to do.`);
    return;
  }
  await withLock(layout.lock, () => prepareLocked(preparation), {
    onWait: (holder) => {
      progress.line(`toolchain: process ${holder} is building already; waiting for it.`);
    },
    signal,
  });
  completeEngine(layout, env);
  progress.line(`toolchain: all ${count} tools are ready after ${elapsed()}.`);
}

function isReady({ layout, purpose, env }: Preparation): boolean {
  if (missing(layout, purpose).length > 0 || !hasCrds(layout, purpose)) {
    return false;
  }
  completeEngine(layout, env);
  return true;
}

/** Only a local cluster brings CRDs; the user's own has what it has. */
function hasCrds(layout: Layout, purpose: Purpose): boolean {
  return purpose === "render" || purpose === "context" || areCrdsCurrent(layout);
}

function missing(layout: Layout, purpose: Purpose): Tool[] {
  return toolsFor(purpose).filter((tool) => currentStamp(layout, tool) === undefined);
}

async function prepareLocked(preparation: Preparation): Promise<void> {
  const { layout, purpose, env, progress, signal } = preparation;
  removePartials(layout.bin);
  const toBuild: Tool[] = [];
  for (const tool of missing(layout, purpose)) {
    if (!(await linkInstalled(preparation, tool))) {
      toBuild.push(tool);
    }
  }
  await announce(preparation, toBuild);
  if (!hasCrds(layout, purpose)) {
    await progress.step("Fetching the CustomResourceDefinitions", () =>
      placeCrds(layout, { env, signal }),
    );
  }
  for (const [index, tool] of toBuild.entries()) {
    const heading = `[${index + 1}/${toBuild.length}] building ${tool.name} ${tool.version}`;
    await progress.step(heading, () => buildTool(layout, tool, { env, signal }));
    writeStamp(layout, tool, { version: tool.version, source: "built" });
  }
  if (existsSync(executableOf(layout, "helm4"))) {
    replaceLink(path.join(layout.helm, "helm"), path.join("..", "bin", "helm4"));
  }
}

/** Removes what a killed run has left half made; nobody else writes while we hold the lock. */
function removePartials(folder: string): void {
  const names = existsSync(folder) ? readdirSync(folder) : [];
  for (const name of names.filter((candidate) => candidate.endsWith(".partial"))) {
    rmSync(path.join(folder, name), { force: true });
  }
}

/** Uses an installed copy of `tool`, if there is one that may be used. */
async function linkInstalled(preparation: Preparation, tool: Tool): Promise<boolean> {
  const { layout, env, progress } = preparation;
  const { usable, other } = await findInstalled(layout, tool, env);
  if (usable === undefined) {
    if (other !== undefined) {
      const wanted = minorOf(tool.version);
      progress.line(`${tool.name}: ${other.file} is ${other.version}, not ${wanted}; not used.`);
    }
    return false;
  }
  replaceLink(executableOf(layout, tool.name), usable.file);
  writeStamp(layout, tool, { version: usable.version, source: "path" });
  progress.line(`${tool.name}: using ${usable.file} (${usable.version}).`);
  return true;
}

/** The installed copy of `tool` that may be used, and one that may not, for messages. */
export async function findInstalled(
  layout: Layout,
  tool: Tool,
  env: NodeJS.ProcessEnv,
): Promise<{ readonly usable?: Installed; readonly other?: Installed }> {
  if (tool.name === "pulumi-resource-kubernetes") {
    const file = fetchedProvider(env);
    return file === undefined ? {} : { usable: { file, version: tool.version } };
  }
  return findOnPath(tool, env, [layout.bin, layout.helm]);
}

async function announce(preparation: Preparation, toBuild: readonly Tool[]): Promise<void> {
  const { layout, purpose, env, progress, signal } = preparation;
  if (toBuild.length === 0) {
    if (!hasCrds(layout, purpose)) {
      await requireGo("the CustomResourceDefinitions of the local cluster", { env, signal });
    }
    return;
  }
  const names = toBuild.map((tool) => tool.name).join(", ");
  await requireGo(`building ${names}`, { env, signal });
  const minutes = toBuild.reduce((sum, tool) => sum + tool.minutes, 0);
  const count = `${toBuild.length} of ${toolsFor(purpose).length} tools`;
  progress.line(
    `toolchain: building ${count}, about ${Math.ceil(minutes)} min on two cores the first time, seconds once Go's cache is warm.`,
  );
  progress.line(
    "To skip the wait, stop (Ctrl-C; finished tools are kept), install the official release of a tool and run again:",
  );
  for (const tool of toBuild.filter(({ official }) => official !== undefined)) {
    progress.line(`  ${tool.name} ${minorOf(tool.version)}.x: ${tool.official ?? ""}`);
  }
}

/** Throws when the work was stopped: what failed then failed because of it. */
export function throwIfStopped(signal: AbortSignal): void {
  if (signal.aborted) {
    throw new ToolchainError("toolchain: stopped. Finished tools are kept; run again to go on.");
  }
}
