import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";

import type { Progress } from "../../toolchain/progress.ts";
import type { ChangedFile } from "../declared/change.ts";
import type { PreviewOptions } from "../engine.ts";
import type { Run } from "../engine-run.ts";
import { joinedStackFile, type Target } from "../target.ts";
import { localFolder } from "../paths.ts";
import { stackTextFor } from "./run-texts.ts";

/**
 * What the engine would do once files of the working tree are changed: a full preview, on a copy of the
 * stack file. The working tree is not written, nor any state.
 *
 * @throws CliError with the engine's own words, also when the cluster is another one than the stack's.
 */
export async function planDelivery(
  target: Target,
  files: readonly ChangedFile[],
  progress: Progress,
  options: PreviewOptions = {},
): Promise<Run> {
  const text = stackTextFor(target, files);
  await mkdir(localFolder, { recursive: true });
  const folder = await mkdtemp(join(localFolder, "planned-"));
  try {
    const copy = joinedStackFile(folder, target.environment);
    await writeFile(copy, text, { mode: 0o600 });
    // Loaded late: Pulumi's library takes half a second.
    const { openEngine } = await import("../engine.ts");
    return await progress.step("Previewing", async (tell) => {
      const engine = await openEngine({ ...target, stackFile: copy }, (line) => {
        progress.line(line);
      });
      return engine.preview(tell, options);
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The part of a plan that does not change the Applications of the named services. */
export function beyond(lines: readonly string[], services: readonly string[]): string[] {
  return lines.filter((line) => !services.includes(applicationIn(line) ?? ""));
}

/** The service whose Application a line of a plan is about. */
export function applicationIn(line: string): string | undefined {
  return /^\S+ Application (\S+)$/.exec(line)?.[1];
}
