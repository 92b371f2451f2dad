import { rmSync } from "node:fs";
import { ToolchainError } from "../errors.ts";
import { takeLock } from "../lock.ts";
import type { Layout } from "./layout.ts";

/**
 * Runs `work` while no other process starts the same cluster.
 * A lock left behind by a process that is gone is taken over.
 * @throws ToolchainError when another start is running.
 */
export async function withStartLock<T>(layout: Layout, work: () => Promise<T>): Promise<T> {
  const attempt = takeLock(layout.lock);
  if (!attempt.taken) {
    throw new ToolchainError(
      `${layout.folder}: another start is running (process ${attempt.holder}). Wait for it to end and try again.`,
    );
  }
  try {
    return await work();
  } finally {
    rmSync(layout.lock, { force: true });
  }
}
