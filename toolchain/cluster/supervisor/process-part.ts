import { spawn } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import { messageOf } from "../errors.ts";
import type { Part, PartContext } from "../parts/part.ts";
import { closeLog, logOf, openLog, tailOf } from "./log.ts";

/** How long a part may take to become healthy, in milliseconds. Seconds are usual; the rest is for busy machines. */
const patience = 90_000;

/** How long a part may take to end by itself, in milliseconds. */
const grace = 8_000;

/** How long one question to a part may take, in milliseconds. */
const probePatience = 3_000;

/** A started process and how to follow it. */
export interface RunningPart {
  readonly pid: number | undefined;
  readonly log: string;
  /** Why it is gone; undefined while it runs. */
  readonly ended: () => string | undefined;
  /** Resolves when the process is gone. */
  readonly gone: Promise<void>;
  readonly signal: (name: NodeJS.Signals) => void;
}

/** Starts the process; what it prints goes to its log. A command that cannot be started counts as ended. */
export function startPart(part: Part, context: PartContext): RunningPart {
  const { layout, spec } = context;
  const log = logOf(layout, part.name);
  const descriptor = openLog(log);
  const child = spawn(part.command, part.args, {
    cwd: layout.argocd,
    stdio: ["ignore", descriptor, descriptor],
    env: {
      // Argo CD calls `helm` by this name, and git.
      PATH: `${spec.helmFolder}:${process.env["PATH"] ?? ""}`,
      HOME: layout.home,
      TMPDIR: layout.temporary,
      ...part.environment,
    },
  });
  closeLog(descriptor);
  let ended: string | undefined;
  const gone = new Promise<void>((resolve) => {
    child.on("error", (error) => {
      ended ??= `could not be started (${messageOf(error)})`;
      resolve();
    });
    child.on("exit", (code, signal) => {
      ended ??= code === null ? `was ended by ${signal ?? "a signal"}` : `ended with code ${code}`;
      resolve();
    });
  });
  return { pid: child.pid, log, ended: () => ended, gone, signal: (name) => void child.kill(name) };
}

/**
 * Waits until the part is healthy.
 * @throws Error with the end of its log when it ends first or takes longer than 90 s.
 */
export async function waitUntilHealthy(
  part: Part,
  running: RunningPart,
  abandoned: () => boolean,
): Promise<void> {
  const end = Date.now() + patience;
  for (;;) {
    const reason = running.ended();
    if (reason !== undefined) throw new Error(failure(part.name, reason, running.log));
    if (abandoned()) throw new Error(`${part.name}: stopped before it was healthy.`);
    if (await Promise.race([part.healthy(), sleep(probePatience, false)])) return;
    if (Date.now() > end)
      throw new Error(failure(part.name, `not healthy after ${patience / 1000} s`, running.log));
    await sleep(100);
  }
}

/** Ends the process and waits until it is gone; one that does not end by itself is killed. */
export async function endPart(running: RunningPart): Promise<void> {
  if (running.ended() !== undefined) return;
  running.signal("SIGTERM");
  const timer = setTimeout(() => {
    running.signal("SIGKILL");
  }, grace);
  await running.gone;
  clearTimeout(timer);
}

/** `part: why. See log:` and the log's end. */
export function failure(name: string, reason: string, log: string): string {
  const tail = tailOf(log);
  return `${name}: ${reason}. Its log is ${log}${tail === "" ? " (empty)." : `; it ends with:\n${tail}`}`;
}
