import { spawn } from "node:child_process";
import type { WriteStream } from "node:fs";

/** How to run one command to its end. */
export interface RunOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** Gets standard error, and standard output too when `quiet`. */
  readonly log?: WriteStream;
  /** Ends the command and everything it started. */
  readonly signal?: AbortSignal;
}

/** How a command ended: its exit code, or -1 when it could not start or was ended by a signal. */
export interface RunResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A child that has not gone this long after SIGTERM is ended by SIGKILL. */
const graceMilliseconds = 5000;

/**
 * Runs `command` to its end; never throws.
 *
 * The child leads a process group of its own, so that ending it ends its compilers too, and so that
 * Ctrl-C in a terminal reaches only us: we decide what happens then.
 */
export function run(
  command: string,
  commandArguments: readonly string[],
  options: RunOptions = {},
): Promise<RunResult> {
  return new Promise((resolve) => {
    const child = spawn(command, commandArguments, {
      cwd: options.cwd,
      env: options.env,
      stdio: ["ignore", "pipe", "pipe"],
      detached: true,
    });
    const out: Buffer[] = [];
    const err: Buffer[] = [];
    child.stdout.on("data", (chunk: Buffer) => out.push(chunk));
    child.stderr.on("data", (chunk: Buffer) => {
      err.push(chunk);
      options.log?.write(chunk);
    });
    const stop = () => {
      endGroup(child.pid);
    };
    options.signal?.addEventListener("abort", stop);
    const finish = (code: number, extra = "") => {
      options.signal?.removeEventListener("abort", stop);
      const stderr = Buffer.concat(err).toString() + extra;
      resolve({ code, stdout: Buffer.concat(out).toString(), stderr });
    };
    child.on("error", (error) => {
      finish(-1, error.message);
    });
    child.on("close", (code) => {
      finish(code ?? -1);
    });
    if (options.signal?.aborted === true) {
      stop();
    }
  });
}

function endGroup(pid: number | undefined): void {
  if (pid === undefined) {
    return;
  }
  signalGroup(pid, "SIGTERM");
  setTimeout(() => {
    signalGroup(pid, "SIGKILL");
  }, graceMilliseconds).unref();
}

function signalGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal);
  } catch {
    // It has already gone.
  }
}
