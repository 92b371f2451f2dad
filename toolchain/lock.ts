import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

/** What one attempt to take a lock came to. */
export type Attempt = { readonly taken: true } | { readonly taken: false; readonly holder: number };

/** How long to wait between two attempts. */
const pollMilliseconds = 500;

/**
 * Runs `work` while holding the lock `file`, after waiting for whoever holds it.
 *
 * `onWait` is called once, with the process that is waited for. A lock left by a process that has
 * gone is taken over. Throws the signal's reason when it is aborted while waiting.
 */
export async function withLock<Result>(
  file: string,
  work: () => Promise<Result>,
  { onWait, signal }: { onWait: (holder: number) => void; signal?: AbortSignal },
): Promise<Result> {
  let told = false;
  for (let attempt = takeLock(file); !attempt.taken; attempt = takeLock(file)) {
    if (!told) {
      onWait(attempt.holder);
      told = true;
    }
    await sleep(pollMilliseconds, undefined, { signal });
  }
  try {
    return await work();
  } finally {
    rmSync(file, { force: true });
  }
}

/** Tries once to take the lock `file` for this process. */
export function takeLock(file: string): Attempt {
  mkdirSync(path.dirname(file), { recursive: true });
  const mine = `${file}.${process.pid}`;
  writeFileSync(mine, identity(process.pid));
  try {
    // Unlike a write, a link appears with its whole content, and only if there is none yet.
    linkSync(mine, file);
    return { taken: true };
  } catch (error) {
    if (!isExisting(error)) {
      throw error;
    }
    return takeOver(file, mine);
  } finally {
    rmSync(mine, { force: true });
  }
}

function takeOver(file: string, mine: string): Attempt {
  const found = read(file);
  const holder = Number.parseInt(found ?? "", 10);
  if (found !== undefined && isRunning(holder, found)) {
    return { taken: false, holder };
  }
  // Of several that find the same stale lock, one wins the rename; the others try again later.
  const stale = `${mine}.stale`;
  try {
    renameSync(file, stale);
    if (read(stale) !== found) {
      linkSync(stale, file);
      return { taken: false, holder };
    }
    linkSync(mine, file);
    return { taken: true };
  } catch {
    return { taken: false, holder };
  } finally {
    rmSync(stale, { force: true });
  }
}

/** A process by number and, where the system tells it, start: numbers are used again. */
function identity(pid: number): string {
  const stat = read(`/proc/${pid}/stat`);
  // Field 22 of proc(5); fields are counted after the name, which may hold spaces.
  const started = stat?.slice(stat.lastIndexOf(")") + 2).split(" ")[19] ?? "";
  return `${pid} ${started}`.trim();
}

function isRunning(pid: number, recorded: string): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    // Someone else's process may not be signalled, but it is there.
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
  return identity(pid) === recorded;
}

function isExisting(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "EEXIST";
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}
