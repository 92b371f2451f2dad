import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { format } from "prettier";

import { chartLock, type LockedChart } from "../../config/chart-lock.ts";
import { ChartFetchError, fetchChart } from "../../manifests/fetch-chart.ts";
import type { Progress } from "../../toolchain/progress.ts";
import { replaceFile } from "../../toolchain/replace.ts";
import { toolbox } from "../../toolchain/toolbox.ts";
import { CliError } from "../errors.ts";
import { root } from "../paths.ts";

export const chartLockFile = join(root, "charts", "platform.lock.json");

export interface ChartsLockOptions {
  /** Compare only; nothing is written. */
  readonly check?: boolean;
  /** Repository to fetch every chart from instead of its own. */
  readonly mirror?: string;
}

/** What became of one chart of the lock. */
export interface LockedResult {
  readonly release: string;
  readonly chart: string;
  readonly version: string;
  /**
   * `same`: as in the lock · `added`: it had no digest and got this one · `missing`: it has none ·
   * `changed`: other bytes under the same version.
   */
  readonly result: "same" | "added" | "missing" | "changed" | "unavailable";
  /** What was found, or what is locked where nothing could be had. */
  readonly digest: string;
  /** Why it cannot be had; empty otherwise. */
  readonly reason: string;
}

/**
 * Fetches every chart of the platform and compares its digest with the lock; a chart that has none yet
 * gets it. A digest that is there is never replaced: other bytes under a version that was locked are a
 * reason to look, not to go on, and then nothing is written. A new version is locked by writing it with an
 * empty digest.
 */
export async function chartsLock(
  { check = false, mirror }: ChartsLockOptions,
  progress: Progress,
): Promise<readonly LockedResult[]> {
  const cacheFolder = mkdtempSync(join(tmpdir(), "msa-charts-"));
  try {
    const results = await progress.step("Fetching the charts of the platform", (tell) =>
      Promise.all(
        Object.entries(chartLock).map(async ([release, locked]) => {
          const result = await compare(release, locked, { cacheFolder, mirror });
          tell(`${locked.name} ${locked.version} ${result.result}`);
          return result;
        }),
      ),
    );
    if (check || results.some(({ result }) => result === "changed")) return results;
    return await write(results);
  } finally {
    rmSync(cacheFolder, { recursive: true, force: true });
  }
}

async function compare(
  release: string,
  { name, version, repository, digest: locked }: LockedChart,
  from: { readonly cacheFolder: string; readonly mirror: string | undefined },
): Promise<LockedResult> {
  const known = { release, chart: name, version, reason: "" };
  try {
    const file = await fetchChart({
      helm: toolbox(root).path("helm3"),
      repository: from.mirror ?? repository,
      name,
      version,
      cacheFolder: from.cacheFolder,
    });
    const digest = `sha256:${createHash("sha256").update(readFileSync(file)).digest("hex")}`;
    const result = locked === "" ? "missing" : locked === digest ? "same" : "changed";
    return { ...known, digest, result };
  } catch (error) {
    if (!(error instanceof ChartFetchError)) throw error;
    return { ...known, digest: locked, result: "unavailable", reason: error.message };
  }
}

/** Writes the digests that are missing. */
async function write(results: readonly LockedResult[]): Promise<readonly LockedResult[]> {
  const found = new Map(
    results
      .filter(({ result }) => result === "missing")
      .map(({ release, digest }) => [release, digest]),
  );
  if (found.size === 0) return results;
  const lock = Object.fromEntries(
    Object.entries(chartLock).map(([release, locked]) => [
      release,
      { ...locked, digest: found.get(release) ?? locked.digest },
    ]),
  );
  replaceFile(
    chartLockFile,
    await format(JSON.stringify(lock), { parser: "json", printWidth: 100 }),
  );
  return results.map((each) => (each.result === "missing" ? { ...each, result: "added" } : each));
}

/**
 * Refuses results that do not confirm the lock.
 *
 * @throws CliError naming every chart that has other bytes, could not be had, or has no digest.
 */
export function refuseBadLock(results: readonly LockedResult[]): void {
  const bad = results.flatMap(problemOf);
  if (bad.length === 0) return;
  const isChanged = results.some(({ result }) => result === "changed");
  throw new CliError(
    [
      `charts/platform.lock.json: ${bad.length} of ${results.length} charts could not be confirmed:`,
      ...bad.map((each) => `  ${each}`),
      isChanged
        ? "Look at what the repository serves now; nothing was written."
        : "What was locked before stays.",
    ].join("\n"),
  );
}

function problemOf(result: LockedResult): string[] {
  const { chart, version, release, digest, reason } = result;
  switch (result.result) {
    case "unavailable":
      return [`${release}: ${reason}`];
    case "changed":
      return [
        `${release}: chart ${chart} ${version} has other bytes than were locked (found ${digest}).`,
      ];
    case "missing":
      return [`${release}: chart ${chart} ${version} has no digest. Run ./msa charts lock.`];
    default:
      return [];
  }
}
