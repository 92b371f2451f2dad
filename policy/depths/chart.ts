import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";

import { chartIdentity } from "../../manifests/chart-content.ts";
import { fetchChart } from "../../manifests/fetch-chart.ts";

/** A chart as a Release or an Application names it. */
export interface ChartReference {
  readonly repository: string;
  readonly name: string;
  readonly version: string;
}

/** Where charts are looked for before their repository is asked. */
export interface ChartPlaces {
  /** Folders of charts in the working tree, used where name and version are the wanted ones. */
  readonly own: readonly string[];
  /** Folder with packages `<name>-<version>.tgz` or chart folders; nothing else is asked when it is given. */
  readonly folder?: string;
  /** Where fetched packages are kept. */
  readonly cacheFolder: string;
  /** Longest that a repository may take, in seconds. */
  readonly timeoutSeconds: number;
}

/**
 * Path of a chart's folder or package.
 *
 * @throws ChartFetchError when nobody has it · Error when the folder of charts does not.
 */
export async function chartPath(
  chart: ChartReference,
  helm: string,
  places: ChartPlaces,
): Promise<string> {
  const own = await ownChart(chart, places.own);
  if (own !== undefined) return own;
  if (places.folder === undefined) {
    const { cacheFolder, timeoutSeconds } = places;
    return fetchChart({ helm, ...chart, cacheFolder, timeoutSeconds });
  }
  const packaged = join(places.folder, `${chart.name}-${chart.version}.tgz`);
  if (existsSync(packaged)) return packaged;
  const unpacked = await ownChart(chart, foldersIn(places.folder));
  if (unpacked !== undefined) return unpacked;
  throw new Error(`chart ${chart.name} ${chart.version}: is not in ${places.folder}`);
}

async function ownChart(
  { name, version }: ChartReference,
  folders: readonly string[],
): Promise<string | undefined> {
  for (const folder of folders) {
    const found = await chartIdentity(folder);
    if (found.name === name && found.version === version) return folder;
  }
  return undefined;
}

function foldersIn(folder: string): readonly string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .map((name) => join(folder, name))
    .filter((each) => existsSync(join(each, "Chart.yaml")));
}
