import { execFileSync } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";

interface Process {
  readonly pid: number;
  readonly parent: number;
}

/** All processes that `pid` has started, and those that they have started, and so on. */
export function descendantsOf(pid: number): number[] {
  const processes = runningProcesses();
  const below = (parent: number): number[] =>
    processes
      .filter((process) => process.parent === parent)
      .flatMap((process) => [process.pid, ...below(process.pid)]);
  return below(pid);
}

/** Those of `pids` that still run after at most `seconds`; looks often, so as not to wait long. */
export async function leftOf(pids: readonly number[], seconds = 15): Promise<number[]> {
  const deadline = Date.now() + seconds * 1000;
  for (;;) {
    const running = new Set(runningProcesses().map(({ pid }) => pid));
    const left = pids.filter((pid) => running.has(pid));
    if (left.length === 0 || Date.now() > deadline) {
      return left;
    }
    await sleep(100);
  }
}

/** Ends those of `pids` that still run: for cleaning up, also after a test that failed. */
export function endAll(pids: readonly number[]): void {
  for (const pid of pids) {
    try {
      process.kill(pid, "SIGKILL");
    } catch {
      // It has gone, as it should have.
    }
  }
}

function runningProcesses(): Process[] {
  const lines = execFileSync("ps", ["-A", "-o", "pid=,ppid=,stat="], { encoding: "utf8" }).trim();
  return (
    lines
      .split("\n")
      .map((line) => line.trim().split(/\s+/))
      // Z: it has ended, and only its parent has not asked how.
      .filter(([, , state = ""]) => !state.startsWith("Z"))
      .map(([pid, parent]) => ({ pid: Number(pid), parent: Number(parent) }))
  );
}
