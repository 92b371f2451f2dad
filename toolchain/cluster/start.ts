import { spawn } from "node:child_process";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { ToolchainError } from "../errors.ts";
import type { ProgressEvent } from "./cluster.ts";
import type { Layout } from "./layout.ts";
import { isOurs, waitUntilGone } from "./processes.ts";
import { readStatus, type Status } from "./status.ts";
import { closeLog, logOf, openLog, tailOf } from "./supervisor/log.ts";

const supervisor = join(import.meta.dirname, "supervisor", "main.ts");

/** A supervisor that has nothing left to stop ends at once; this is only a bound. */
const leavingMilliseconds = 5_000;

/**
 * Starts the supervisor, which outlives this process, and follows it until every part is healthy.
 * @throws ToolchainError when a part does not come up; the supervisor has stopped the others by then.
 */
export async function launch(
  layout: Layout,
  onProgress: (event: ProgressEvent) => void,
): Promise<void> {
  const before = Date.now();
  const log = logOf(layout, "supervisor");
  const descriptor = openLog(log);
  const child = spawn(process.execPath, [supervisor, layout.spec], {
    cwd: layout.folder,
    detached: true,
    stdio: ["ignore", descriptor, descriptor],
  });
  closeLog(descriptor);
  child.unref();
  if (child.pid === undefined) throw new Error(`${process.execPath}: could not be started.`);
  const status = await follow(layout, child.pid, { until: "running", before, onProgress });
  if (status?.supervisor === child.pid && status.phase === "running") return;
  // It has said its last word, but may still be on its way out.
  await waitUntilGone([child.pid], layout.folder, leavingMilliseconds);
  const reason = status?.supervisor === child.pid ? status.error : undefined;
  throw new ToolchainError(
    reason ?? `supervisor: ended without a word. Its log is ${log}; it ends with:\n${tailOf(log)}`,
  );
}

/** How to follow a supervisor. */
export interface FollowOptions {
  /** `running`: a start, ends when all is up. `stopped`: a stop, ends when all is down. */
  readonly until: "running" | "stopped";
  /** Give up following after so many milliseconds. */
  readonly patience?: number;
  /** Time in milliseconds from which the seconds are counted. */
  readonly before: number;
  readonly onProgress: (event: ProgressEvent) => void;
}

/** Reports every change of the supervisor's status until it is where it should be, or gone. Returns the last status. */
export async function follow(
  layout: Layout,
  pid: number,
  options: FollowOptions,
): Promise<Status | undefined> {
  const seen = new Map<string, string>();
  const end = options.before + (options.patience ?? Infinity);
  for (;;) {
    // Asked first: what is read afterwards is then its last word.
    const alive = isOurs(pid, layout.folder);
    const status = await readStatus(layout);
    const mine = status?.supervisor === pid ? status : undefined;
    if (mine !== undefined) report(mine, seen, options);
    if (!alive || Date.now() > end || isLast(mine?.phase, options.until)) return mine;
    await sleep(50);
  }
}

function isLast(phase: Status["phase"] | undefined, until: FollowOptions["until"]): boolean {
  return phase === "failed" || phase === "stopped" || phase === until;
}

function report(
  status: Status,
  seen: Map<string, string>,
  { until, before, onProgress }: FollowOptions,
): void {
  for (const { name, state, pid } of status.steps) {
    if (seen.get(name) === state) continue;
    // A stop is about processes that end; work that was done stays done.
    if (until === "stopped" && (pid === undefined || state === "starting" || state === "healthy"))
      continue;
    seen.set(name, state);
    const number = [...seen.values()].filter((value) => value !== "starting").length;
    onProgress({
      part: name,
      state,
      number,
      of: status.total,
      seconds: (Date.now() - before) / 1000,
    });
  }
}
