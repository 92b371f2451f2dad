import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { platform } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";

/** The command line of a process; empty when there is no such process, or only its remains. */
export function commandLine(pid: number): string {
  try {
    return platform() === "linux"
      ? readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ")
      : execFileSync("ps", ["-ww", "-o", "command=", "-p", String(pid)], { encoding: "utf8" });
  } catch {
    return "";
  }
}

/** A number can be given to a new process after a crash or a reboot: only one that names our folder is ours. */
export function isOurs(pid: number, folder: string): boolean {
  return commandLine(pid).includes(`${folder}/`);
}

/**
 * Ends the processes among `pids` that belong to `folder` and waits until they are gone.
 * Whoever is still there after `patience` milliseconds is killed.
 */
export async function endProcesses(
  pids: readonly number[],
  folder: string,
  patience = 10_000,
): Promise<number> {
  const ours = pids.filter((pid) => isOurs(pid, folder));
  ours.forEach((pid) => {
    signal(pid, "SIGTERM");
  });
  const left = await waitUntilGone(ours, folder, patience);
  left.forEach((pid) => {
    signal(pid, "SIGKILL");
  });
  await waitUntilGone(left, folder, 5_000);
  return ours.length;
}

/** Waits at most `patience` milliseconds; returns those that are still there. */
export async function waitUntilGone(
  pids: readonly number[],
  folder: string,
  patience: number,
): Promise<readonly number[]> {
  const end = Date.now() + patience;
  let left = pids.filter((pid) => isOurs(pid, folder));
  while (left.length > 0 && Date.now() < end) {
    await sleep(50);
    left = left.filter((pid) => isOurs(pid, folder));
  }
  return left;
}

/** Sends a signal; a process that has just ended is no error. */
export function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // It is gone already, which is what was wanted.
  }
}
