import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { platform } from "node:os";
import { join } from "node:path";

import { commandLine, endProcesses } from "../toolchain/cluster/processes.ts";
import { isEngineCommand } from "./engine-lock.ts";

/** How long one may take to give up in order: an interrupted Helm install removes what it made. */
const patienceMilliseconds = 60_000;

interface Process {
  readonly pid: number;
  readonly parent: number;
  readonly command: string;
}

/**
 * Ends the providers of our own engines whose engine is gone.
 *
 * A provider outlives an engine that was killed and works on: it would still wait for a release, and
 * remove it when its time is up, while the next run installs the same one. Nobody records what it does.
 *
 * @param pulumiHome where our engines have their providers; those of other installations are left alone.
 * @returns how many there were.
 */
export async function endOrphanedProviders(pulumiHome: string): Promise<number> {
  const plugins = join(pulumiHome, "plugins");
  const all = runningProcesses();
  const engines = new Set(
    all.filter(({ command }) => isEngineCommand(command)).map(({ pid }) => pid),
  );
  const orphans = all.filter(
    ({ command, parent }) => command.startsWith(`${plugins}/`) && !engines.has(parent),
  );
  return endProcesses(
    orphans.map(({ pid }) => pid),
    plugins,
    patienceMilliseconds,
  );
}

function runningProcesses(): Process[] {
  return platform() === "linux" ? fromProc() : fromPs();
}

/** Small images have no `ps`. */
function fromProc(): Process[] {
  const pids = readdirSync("/proc").filter((name) => /^\d+$/.test(name));
  return pids.map(Number).flatMap((pid) => {
    try {
      const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
      // Field 4 of proc(5); fields are counted after the name, which may hold spaces.
      const parent = Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]);
      return [{ pid, parent, command: commandLine(pid) }];
    } catch {
      return []; // ended between the two reads
    }
  });
}

function fromPs(): Process[] {
  const lines = execFileSync("ps", ["-A", "-ww", "-o", "pid=,ppid=,command="], {
    encoding: "utf8",
  });
  return [...lines.matchAll(/^ *(\d+) +(\d+) (.*)$/gm)].map(([, pid, parent, command = ""]) => ({
    pid: Number(pid),
    parent: Number(parent),
    command,
  }));
}
