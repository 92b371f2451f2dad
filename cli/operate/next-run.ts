import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { textOfNextRun } from "../secrets/place.ts";
import { joinedStackFile, type Target } from "../target.ts";

/**
 * Calls `use` with a target whose stack file is as the next run would have it: that of a local or context
 * run is only as new as its last run. The run's own file stays as it is.
 *
 * @throws CliError when a file is wrong.
 */
export async function withNextRun<T>(
  target: Target,
  use: (target: Target) => Promise<T>,
): Promise<T> {
  if (target.folder === undefined) return use(target);
  const folder = join(target.folder, "next");
  mkdirSync(folder, { recursive: true });
  try {
    const stackFile = joinedStackFile(folder, target.environment);
    writeFileSync(stackFile, textOfNextRun(target), { mode: 0o600 });
    return await use({ ...target, stackFile });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
