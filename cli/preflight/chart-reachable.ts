import { parse } from "yaml";

import type { Chart } from "../../config/model.ts";
import { describeFailure, timeoutMilliseconds } from "./fetch-failure.ts";
import { manifestProblem } from "./image-reachable.ts";

interface RepositoryIndex {
  readonly entries?: Readonly<Record<string, readonly { readonly version?: string }[]>>;
}

/** What keeps a chart from being fetched, as seen from this machine; undefined when nothing does. */
export async function chartProblem(chart: Chart): Promise<string | undefined> {
  const where = `chart ${chart.name} ${chart.version}`;
  if (chart.repository.startsWith("oci://")) {
    const [registry = "", ...path] = chart.repository.slice("oci://".length).split("/");
    const problem = await manifestProblem(registry, [...path, chart.name].join("/"), chart.version);
    return problem === undefined ? undefined : `${where}: ${problem}`;
  }
  const url = `${chart.repository.replace(/\/$/, "")}/index.yaml`;
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(timeoutMilliseconds) });
    if (!response.ok) {
      return `${where}: cannot be reached (${url} answered HTTP ${response.status})`;
    }
    return missingVersion(chart, where, parse(await response.text()) as RepositoryIndex);
  } catch (error) {
    return `${where}: cannot be reached (${url}: ${describeFailure(error)})`;
  }
}

function missingVersion(chart: Chart, where: string, index: RepositoryIndex): string | undefined {
  const versions = (index.entries?.[chart.name] ?? []).map(({ version }) => version);
  if (versions.includes(chart.version)) {
    return undefined;
  }
  const found = versions.length === 0 ? "no version of it" : versions.slice(0, 5).join(", ");
  return `${where}: is not in ${chart.repository} (found ${found})`;
}
