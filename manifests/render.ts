import { createHash, randomUUID } from "node:crypto";
import { mkdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import { chartDigest } from "./chart-content.ts";
import { helmVersion, runHelm } from "./helm.ts";
import type { KubernetesObject } from "./object.ts";
import { parseManifests } from "./parse-manifests.ts";

/** One chart with its values, as `helm template` takes them. */
export interface RenderRequest {
  /** Path of the Helm binary: version 4 renders as Argo CD does, version 3 as a Pulumi Release. */
  readonly helm: string;
  /** Folder or `.tgz` file of the chart. */
  readonly chart: string;
  readonly releaseName: string;
  readonly namespace: string;
  readonly values: Readonly<Record<string, unknown>>;
  /** Kubernetes version the chart sees; the pinned one when absent. */
  readonly kubeVersion?: string;
  /** API versions the chart sees beside the built-in ones, such as `monitoring.coreos.com/v1`. */
  readonly apiVersions?: readonly string[];
  /** Render the chart's `crds` folder too. */
  readonly includeCrds?: boolean;
  /** Folder in which results are kept by content; none are kept when absent. */
  readonly cacheFolder?: string;
  /** Longest that Helm may take; without a bound when absent. */
  readonly timeoutSeconds?: number;
}

/** The chart could not be rendered; the message names the release and holds the chart's own words. */
export class RenderError extends Error {
  override readonly name = "RenderError";
}

/** The version of the API server in the toolchain. Helm's own default depends on how it was built. */
export const pinnedKubeVersion = "1.36.3";

/** Raised when what is cached changes its shape. */
const cacheFormat = 1;

/**
 * The objects a chart renders to, in Helm's order. Throws RenderError when the chart refuses its
 * values, is not there, or renders something that is no Kubernetes object.
 */
export async function renderChart(request: RenderRequest): Promise<readonly KubernetesObject[]> {
  const content = await contentOf(request);
  const { cacheFolder } = request;
  if (cacheFolder === undefined) return render(request);

  const file = path.join(cacheFolder, `${await cacheKey(request, content)}.json`);
  const known = await readCache(file);
  if (known !== undefined) return known;
  const objects = await render(request);
  await writeCache(file, objects);
  return objects;
}

async function render(request: RenderRequest): Promise<readonly KubernetesObject[]> {
  try {
    const args = templateArgs(request);
    const input = JSON.stringify(request.values);
    const { helm, timeoutSeconds = 0 } = request;
    return parseManifests(await runHelm({ helm, args, input, timeoutSeconds }));
  } catch (error) {
    const words = error instanceof Error ? error.message : String(error);
    throw new RenderError(
      `${request.releaseName}: chart ${path.basename(request.chart)} cannot be rendered. ${words}`,
    );
  }
}

function templateArgs(request: RenderRequest): readonly string[] {
  const { releaseName, chart, namespace, kubeVersion = pinnedKubeVersion } = request;
  return [
    ...["template", releaseName, chart, "--namespace", namespace, "--values", "-"],
    ...["--kube-version", kubeVersion],
    ...(request.apiVersions ?? []).flatMap((version) => ["--api-versions", version]),
    ...(request.includeCrds === true ? ["--include-crds"] : []),
  ];
}

/** Digest of the chart, which is also the proof that it is there. */
async function contentOf({ chart, releaseName }: RenderRequest): Promise<string> {
  try {
    const isFolder = (await stat(chart)).isDirectory();
    return isFolder ? await chartDigest(chart) : sha256(await readFile(chart));
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    throw new RenderError(
      `${releaseName}: chart cannot be read (${error.message}). Give a chart's folder or its .tgz file.`,
    );
  }
}

async function cacheKey(request: RenderRequest, content: string): Promise<string> {
  const { releaseName, namespace, values, kubeVersion = pinnedKubeVersion } = request;
  return sha256(
    JSON.stringify([
      cacheFormat,
      await helmVersion(request.helm),
      content,
      releaseName,
      namespace,
      sorted(values),
      kubeVersion,
      [...(request.apiVersions ?? [])].sort(),
      request.includeCrds === true,
    ]),
  );
}

/** Undefined when there is no such file, or when it is not whole: then it is made anew. */
async function readCache(file: string): Promise<readonly KubernetesObject[] | undefined> {
  try {
    return JSON.parse(await readFile(file, "utf8")) as readonly KubernetesObject[];
  } catch {
    return undefined;
  }
}

/** By way of a second name, so that nobody reads half a file. */
async function writeCache(file: string, objects: readonly KubernetesObject[]): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true });
  const unfinished = `${file}.${randomUUID()}`;
  try {
    await writeFile(unfinished, JSON.stringify(objects));
    await rename(unfinished, file);
  } finally {
    await rm(unfinished, { force: true });
  }
}

/** The same value with the keys of its objects in order: Helm does not see their order either. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, item]) => [key, sorted(item)]));
}

function sha256(content: string | Uint8Array): string {
  return createHash("sha256").update(content).digest("hex");
}
