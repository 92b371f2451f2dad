import { createHash } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from "node:fs";
import path from "node:path";
import { runHelm } from "./helm.ts";

/** A chart in a repository, and where to keep what was fetched. */
export interface FetchedChart {
  /** Helm executable. */
  readonly helm: string;
  /** `https://…`, or for a registry `oci://…` or the same without a scheme, as Argo CD writes it. */
  readonly repository: string;
  readonly name: string;
  /** Exact version; a chart's content never changes without it, so a kept copy stays right. */
  readonly version: string;
  readonly cacheFolder: string;
  /** Longest that the repository may take; without a bound when absent. */
  readonly timeoutSeconds?: number;
}

/** The chart cannot be had: the message names chart, repository and Helm's own words. */
export class ChartFetchError extends Error {}

/**
 * Fetches a packaged chart once.
 *
 * @returns path of the `.tgz`.
 * @throws ChartFetchError when the repository does not have it or does not answer.
 */
export async function fetchChart(chart: FetchedChart): Promise<string> {
  const { helm, repository, name, version, cacheFolder, timeoutSeconds = 0 } = chart;
  const key = createHash("sha256").update(`${repository}\n${name}\n${version}`).digest("hex");
  const kept = path.join(cacheFolder, `${name}-${version}-${key.slice(0, 12)}.tgz`);
  if (existsSync(kept)) {
    return kept;
  }
  mkdirSync(cacheFolder, { recursive: true });
  const folder = mkdtempSync(path.join(cacheFolder, "fetching-"));
  try {
    const args = ["pull", ...where(repository, name), "--version", version];
    await runHelm({ helm, args: [...args, "--destination", folder], timeoutSeconds });
    const [file] = readdirSync(folder);
    // Helm succeeds only with a file; renaming makes it appear whole, or not at all.
    renameSync(path.join(folder, file ?? ""), kept);
    return kept;
  } catch (error) {
    const words = error instanceof Error ? error.message : String(error);
    throw new ChartFetchError(
      `chart ${name} ${version}: cannot be fetched from ${repository} (${words}). ` +
        "Check the repository and the version.",
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function where(repository: string, name: string): string[] {
  if (/^https?:\/\//.test(repository)) {
    return [name, "--repo", repository];
  }
  return [`oci://${repository.replace(/^oci:\/\//, "")}/${name}`];
}
