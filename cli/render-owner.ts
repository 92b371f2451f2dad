import { join } from "node:path";

import { fetchChart, type FetchedChart } from "../manifests/fetch-chart.ts";
import type { KubernetesObject } from "../manifests/object.ts";
import { renderChart } from "../manifests/render.ts";
import { toolbox } from "../toolchain/toolbox.ts";
import { localFolder, root } from "./paths.ts";

/** Fields of a recorded Application that decide what it renders. */
export interface ApplicationInputs {
  readonly metadata: { readonly name: string };
  readonly spec: {
    readonly source: {
      readonly repoURL: string;
      readonly chart: string;
      readonly targetRevision: string;
      readonly helm: {
        readonly releaseName: string;
        readonly valuesObject: Record<string, unknown>;
      };
    };
    readonly destination: { readonly namespace: string };
  };
}

/** Fields of a recorded Release that decide what it renders. */
export interface ReleaseInputs {
  readonly name: string;
  readonly namespace: string;
  readonly chart: string;
  readonly version: string;
  readonly repositoryOpts?: { readonly repo: string };
  readonly values: Record<string, unknown>;
}

export const applicationType = "kubernetes:argoproj.io/v1alpha1:Application";

/** Where rendered charts are kept by content, and where fetched ones are. */
export const renderedFolder = join(localFolder, "rendered");
const chartsFolder = join(localFolder, "charts");

/**
 * The objects of a Release, those of `crds/` among them, by Helm 3 as the provider renders them.
 *
 * @throws ChartFetchError when the chart cannot be had · RenderError when it refuses its values.
 */
export async function renderRelease(
  inputs: ReleaseInputs,
  apiVersions: readonly string[],
  cacheFolder = renderedFolder,
): Promise<readonly KubernetesObject[]> {
  const { name, namespace, values } = inputs;
  const helm = toolbox(root).path("helm3");
  const chart = await fetchOnce({ helm, ...wantedByRelease(inputs) });
  const request = { helm, chart, releaseName: name, namespace, values };
  return renderChart({ ...request, apiVersions, includeCrds: true, cacheFolder });
}

const fetched = new Map<string, Promise<string>>();

/** Fetches a chart, or says again why it could not be had: several environments ask for the same. */
export function fetchOnce(wanted: Omit<FetchedChart, "cacheFolder">): Promise<string> {
  const key = JSON.stringify(wanted);
  const file = fetched.get(key) ?? fetchChart({ ...wanted, cacheFolder: chartsFolder });
  fetched.set(key, file);
  return file;
}

function wantedByRelease({ chart, version, repositoryOpts }: ReleaseInputs) {
  const slash = chart.lastIndexOf("/");
  const repository = repositoryOpts?.repo ?? chart.slice(0, slash);
  return { repository, name: chart.slice(slash + 1), version };
}

/** Which chart an Application wants, for the fetcher. */
export function chartWanted({ spec }: ApplicationInputs): Omit<FetchedChart, "cacheFolder"> {
  const { repoURL, chart, targetRevision } = spec.source;
  const helm = toolbox(root).path("helm4");
  return { helm, repository: repoURL, name: chart, version: targetRevision };
}

/**
 * The objects of an Application, by Helm 4 as Argo CD renders them.
 *
 * @param chart folder or `.tgz`.
 * @throws RenderError when the chart refuses its values.
 */
export function renderApplication(
  { spec }: ApplicationInputs,
  chart: string,
  cacheFolder = renderedFolder,
): Promise<readonly KubernetesObject[]> {
  const { releaseName, valuesObject: values } = spec.source.helm;
  const helm = toolbox(root).path("helm4");
  const { namespace } = spec.destination;
  return renderChart({ helm, chart, releaseName, namespace, values, cacheFolder });
}
