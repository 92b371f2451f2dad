import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";

import { parse } from "yaml";

import { chartDigest, chartIdentity, type ChartLock } from "../../manifests/chart-content.ts";
import type { FetchedChart } from "../../manifests/fetch-chart.ts";
import { checkoutCommit, git } from "../git.ts";
import { localFolder, root } from "../paths.ts";
import { fetchOnce } from "../render-owner.ts";

const ownChart = join("charts", "microservice");

/** A chart as an Application names it. */
export type WantedChart = Omit<FetchedChart, "cacheFolder">;

/**
 * The chart that an Application of a tree gets: the tree's own where that is the version wanted, else
 * from the history of this repository, else from its repository.
 *
 * A version's content never changes, and charts.lock.json holds its digest: so what the history has is
 * what was published, or will be, and neither network nor login is needed.
 *
 * @returns the chart's folder or `.tgz`.
 * @throws ChartFetchError when nobody has it.
 */
export async function chartOfTree(folder: string, wanted: WantedChart): Promise<string> {
  const own = join(folder, ownChart);
  if (await isWanted(own, wanted)) return own;
  const older = await chartInHistory(folder, wanted);
  return older ?? fetchOnce(wanted);
}

async function isWanted(chart: string, wanted: WantedChart): Promise<boolean> {
  if (!existsSync(join(chart, "Chart.yaml"))) return false;
  const { name, version } = await chartIdentity(chart);
  return name === wanted.name && version === wanted.version;
}

async function chartInHistory(folder: string, wanted: WantedChart): Promise<string | undefined> {
  const locked = await lockedDigest(folder, wanted);
  if (locked === undefined) return undefined;
  const file = join(ownChart, "Chart.yaml");
  const log = await git(root, ["log", "--format=%H", "--", file]).catch(() => "");
  for (const commit of log.split("\n").filter((line) => line !== "")) {
    const text = await git(root, ["show", `${commit}:${file}`]).catch(() => "");
    if (versionIn(text) !== wanted.version) continue;
    const trees = join(localFolder, "preview", "trees");
    const chart = join(await checkoutCommit(root, commit, trees), ownChart);
    if ((await chartDigest(chart)) === locked) return chart;
  }
  return undefined;
}

function versionIn(chartYaml: string): unknown {
  return (parse(chartYaml) as { version?: unknown } | null)?.version;
}

async function lockedDigest(folder: string, wanted: WantedChart): Promise<string | undefined> {
  const file = join(folder, "charts", "charts.lock.json");
  if (!existsSync(file)) return undefined;
  const lock = JSON.parse(await readFile(file, "utf8")) as ChartLock;
  return lock[`${wanted.name}@${wanted.version}`];
}
