import { parse } from "yaml";

import type { Chart } from "../../config/model.ts";
import { describeFailure, timeoutMilliseconds } from "./fetch-failure.ts";
import { manifestProblem } from "./image-reachable.ts";

interface RepositoryIndex {
  readonly entries?: Readonly<Record<string, readonly { readonly version?: string }[]>>;
}

/**
 * What keeps a chart from being fetched, as seen from this machine; undefined when nothing does.
 *
 * @param timeout how long the repository may take, in milliseconds.
 */
export async function chartProblem(
  chart: Chart,
  timeout = timeoutMilliseconds,
): Promise<string | undefined> {
  const where = `chart ${chart.name} ${chart.version}`;
  if (chart.repository.startsWith("oci://")) {
    const [registry = "", ...path] = chart.repository.slice("oci://".length).split("/");
    const manifest = { registry, repository: [...path, chart.name].join("/"), timeout };
    // A `+` may not stand in a tag; Helm pushes such a version with `_` in its place.
    const reference = chart.version.replace("+", "_");
    const problem = await manifestProblem({ ...manifest, reference });
    return problem === undefined ? undefined : `${where}: ${problem}`;
  }
  const url = `${chart.repository.replace(/\/$/, "")}/index.yaml`;
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(timeout) });
    if (!response.ok) {
      return `${where}: cannot be reached (${url} answered HTTP ${response.status})`;
    }
    return missingVersion(chart, where, parse(await response.text()) as RepositoryIndex | null);
  } catch (error) {
    return `${where}: cannot be reached (${url}: ${describeFailure(error, timeout)})`;
  }
}

function missingVersion(
  chart: Chart,
  where: string,
  index: RepositoryIndex | null,
): string | undefined {
  const versions = (index?.entries?.[chart.name] ?? []).map(({ version }) => version);
  if (versions.includes(chart.version)) {
    return undefined;
  }
  const found = versions.length === 0 ? "no version of it" : versions.slice(0, 5).join(", ");
  return `${where}: is not in ${chart.repository} (found ${found})`;
}
