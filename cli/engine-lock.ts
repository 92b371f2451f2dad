import { existsSync, readdirSync, readFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";

import { commandLine } from "../toolchain/cluster/processes.ts";
import { stateFolder } from "./engine-environment.ts";
import { CliError } from "./errors.ts";

/** Who holds a lock of the file backend (pulumi/pkg/backend/diy/lock.go). */
export interface EngineLock {
  readonly pid: number;
  readonly username: string;
  readonly hostname: string;
  readonly timestamp: string;
}

/**
 * The locks on a stack's state that runs have left which no longer run.
 *
 * The engine removes its lock when it ends in order; one that was killed cannot, and every later run is
 * refused until somebody cancels it.
 *
 * @param runFolder folder of a local or context run; its state is in a file backend of its own.
 * @throws CliError when a run of the stack is still going on, or may be on another machine.
 */
export function deadLocks(runFolder: string, stack: string): readonly EngineLock[] {
  const locks = readLocks(runFolder, stack);
  const held = locks.find((lock) => lock.hostname !== hostname() || isEngine(lock.pid));
  if (held === undefined) return locks;
  const who = `process ${held.pid}, started by ${held.username} at ${held.timestamp}`;
  throw new CliError(
    held.hostname === hostname()
      ? `${stack}: another run is going on (${who}). Wait for it to end, or stop it: kill -INT ${held.pid}`
      : `${stack}: another run holds the state (${who} on ${held.hostname}). ` +
          `When it does not run any more: ./msa pulumi ${stack} -- cancel --yes`,
  );
}

function readLocks(runFolder: string, stack: string): EngineLock[] {
  // Locks of a stack lie below `organization/<project>/<stack>`; a project has one stack of a name here.
  const folder = join(stateFolder(runFolder), ".pulumi", "locks");
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.split("/").at(-2) === stack && name.endsWith(".json"))
    .flatMap((name) => readLock(join(folder, name)));
}

function readLock(file: string): EngineLock[] {
  try {
    return [JSON.parse(readFileSync(file, "utf8")) as EngineLock];
  } catch {
    return []; // Gone between the two reads, or not written in full yet: the engine itself will say.
  }
}

/** A number is used again, and what has ended may still be listed: only one that runs Pulumi counts. */
function isEngine(pid: number): boolean {
  return isEngineCommand(commandLine(pid));
}

/** True for the command line of the Pulumi CLI, whichever way it was found. */
export function isEngineCommand(commandLineText: string): boolean {
  const [executable = ""] = commandLineText.split(" ");
  return /(^|\/)pulumi$/.test(executable);
}
