import { spawn } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";

/** One run of a command and everything it started. */
export interface Measured {
  readonly seconds: number;
  /** Highest sum of resident memory over the process tree, MiB, sampled; 0 where nothing was sampled. */
  readonly peakMebibytes: number;
}

/** How a command is run. */
export interface Running {
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  /** How often memory is sampled, which costs time by itself: 5 % ten times a second. @default 100 */
  readonly sampleEveryMs?: number;
}

/** Shows one result; its time as a ratio where something is there to compare it with. */
export type Print = (name: string, measured: Measured, base?: Measured) => void;

/** One line of the table. */
export const printMeasured: Print = (name, { seconds, peakMebibytes }, base) => {
  const ratio = base === undefined ? "" : `${(seconds / base.seconds).toFixed(2)} ×`;
  const columns = [`${seconds.toFixed(2)} s`.padStart(9), ratio.padStart(8)];
  console.log(`${name.padEnd(44)}${columns.join("")}${`${peakMebibytes} MiB`.padStart(10)}`);
};

/** Runs a command to its end; fails when it does. */
export async function measure(
  command: string,
  args: readonly string[],
  { sampleEveryMs = 100, ...options }: Running,
): Promise<Measured> {
  const started = performance.now();
  const child = spawn(command, [...args], { ...options, stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  child.stdout.on("data", (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (output += chunk.toString()));
  let peak = 0;
  const sampling = setInterval(() => {
    peak = Math.max(peak, treeMebibytes(child.pid ?? -1));
  }, sampleEveryMs);
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  }).finally(() => {
    clearInterval(sampling);
  });
  if (code !== 0) {
    throw new Error(`${command} ${args.join(" ")} ended with ${String(code)}:\n${output}`);
  }
  return { seconds: (performance.now() - started) / 1000, peakMebibytes: Math.round(peak) };
}

/** Measures something once, sampling its memory as often as it is told. */
export type Run = (sampleEveryMs?: number) => Promise<Measured>;

/** Longer than any run. */
const never = 3_600_000;

/**
 * Several things in turns, five times each, since the machine is noisy and its speed drifts: the time of the
 * run in the middle. The memory is that of one more run.
 */
export async function inTurns(runs: readonly Run[]): Promise<Measured[]> {
  const seconds: number[][] = runs.map(() => []);
  for (let turn = 0; turn < 5; turn += 1) {
    for (const [index, run] of runs.entries()) seconds[index]?.push((await run(never)).seconds);
  }
  const measured: Measured[] = [];
  for (const [index, run] of runs.entries()) {
    const { peakMebibytes } = await run();
    const [, , median = Number.NaN] = seconds[index]?.sort((a, b) => a - b) ?? [];
    measured.push({ seconds: median, peakMebibytes });
  }
  return measured;
}

/** The run in the middle by time, of three: the machine is noisy. */
export async function medianOfThree(run: () => Promise<Measured>): Promise<Measured> {
  const runs = [await run(), await run(), await run()];
  const [, median] = runs.sort((a, b) => a.seconds - b.seconds);
  if (median === undefined) {
    throw new Error("three runs have a middle");
  }
  return median;
}

/** Resident memory of a process and all below it. A detached process is not counted: it is nobody's child. */
function treeMebibytes(root: number): number {
  const parents = new Map<number, number>();
  const resident = new Map<number, number>();
  for (const name of readdirSync("/proc")) {
    const pid = Number(name);
    if (Number.isInteger(pid)) {
      try {
        const status = readFileSync(`/proc/${name}/status`, "utf8");
        parents.set(pid, Number(/^PPid:\s+(\d+)/m.exec(status)?.[1]));
        resident.set(pid, Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1] ?? 0) / 1024);
      } catch {
        // It ended between the two reads.
      }
    }
  }
  let sum = 0;
  for (const [pid, size] of resident) {
    for (let at: number | undefined = pid; at !== undefined && at > 1; at = parents.get(at)) {
      if (at === root) {
        sum += size;
        break;
      }
    }
  }
  return sum;
}
