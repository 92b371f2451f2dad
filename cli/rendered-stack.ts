import { join } from "node:path";

import type { Environment } from "../config/model.ts";
import { chartIdentity } from "../manifests/chart-content.ts";
import { ChartFetchError, fetchChart } from "../manifests/fetch-chart.ts";
import { isKubernetesObject, type KubernetesObject } from "../manifests/object.ts";
import { renderChart } from "../manifests/render.ts";
import { apiVersionsOf } from "../policy/depths/api-versions.ts";
import { recordStack } from "../recorder/record-stack.ts";
import type { RecordedResource } from "../recorder/recording.ts";
import { toolbox } from "../toolchain/toolbox.ts";
import { releaseType } from "./engine-state.ts";
import { localFolder, projectFile, root, stackFile } from "./paths.ts";
import { configOf } from "./stack-config.ts";

/** Objects by who writes them: Pulumi itself, or what is behind a Release or an Application. */
export interface RenderedOwner {
  readonly kind: "Pulumi" | "Release" | "Application";
  readonly name: string;
  readonly objects: readonly KubernetesObject[];
}

/** Everything an environment would apply, as far as its charts can be had. */
export interface RenderedStack {
  readonly owners: readonly RenderedOwner[];
  /** One sentence for each release whose chart cannot be had. */
  readonly missing: readonly string[];
}

/** Fields of a recorded Application that decide what it renders. */
interface ApplicationInputs {
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
interface ReleaseInputs {
  readonly name: string;
  readonly namespace: string;
  readonly chart: string;
  readonly version: string;
  readonly repositoryOpts?: { readonly repo: string };
  readonly values: Record<string, unknown>;
}

const applicationType = "kubernetes:argoproj.io/v1alpha1:Application";

/**
 * Records the program of an environment and renders each Release with Helm 3, as the provider does, and
 * each Application with Helm 4, as Argo CD does.
 *
 * @throws ChartFetchError when the chart of a service cannot be had: the stack itself pins that.
 */
export async function renderedStack(environment: Environment): Promise<RenderedStack> {
  const { resources } = await recordStack({
    projectFile,
    stackFile: stackFile(environment),
    stack: environment,
  });
  const own: RenderedOwner = {
    kind: "Pulumi",
    name: "pulumi",
    // A Release is no object of the cluster, though its inputs have the looks of one.
    objects: resources
      .filter(({ type }) => type !== releaseType)
      .map(({ inputs }) => inputs)
      .filter(isKubernetesObject),
  };
  const apiVersions = apiVersionsOf(configOf(environment));
  const ofType = (wanted: string) => resources.filter(({ type }) => type === wanted);
  const [applications, releases] = await Promise.all([
    Promise.all(ofType(applicationType).map(renderedApplication)),
    Promise.all(ofType(releaseType).map((each) => renderedRelease(each, apiVersions))),
  ]);
  return {
    owners: [own, ...releases.filter((each) => typeof each !== "string"), ...applications],
    missing: releases.filter((each) => typeof each === "string"),
  };
}

/** The release's objects, those of `crds/` among them, or why they cannot be known. */
async function renderedRelease(
  resource: RecordedResource,
  apiVersions: readonly string[],
): Promise<RenderedOwner | string> {
  const { name, namespace, chart, version, repositoryOpts, values } =
    resource.inputs as unknown as ReleaseInputs;
  const helm = toolbox(root).path("helm3");
  const slash = chart.lastIndexOf("/");
  const repository = repositoryOpts?.repo ?? chart.slice(0, slash);
  try {
    const file = await fetchChart({
      helm,
      repository,
      name: chart.slice(slash + 1),
      version,
      cacheFolder: join(localFolder, "charts"),
    });
    const objects = await renderChart({
      helm,
      chart: file,
      releaseName: name,
      namespace,
      values,
      apiVersions,
      includeCrds: true,
      cacheFolder: join(localFolder, "rendered"),
    });
    return { kind: "Release", name, objects };
  } catch (error) {
    if (!(error instanceof ChartFetchError)) throw error;
    return `Release ${name}: not rendered. ${error.message}`;
  }
}

async function renderedApplication(resource: RecordedResource): Promise<RenderedOwner> {
  const { metadata, spec } = resource.inputs as unknown as ApplicationInputs;
  const { helm } = spec.source;
  const objects = await renderChart({
    helm: toolbox(root).path("helm4"),
    chart: await chartOf(spec.source),
    releaseName: helm.releaseName,
    namespace: spec.destination.namespace,
    values: helm.valuesObject,
    cacheFolder: join(localFolder, "rendered"),
  });
  return { kind: "Application", name: metadata.name, objects };
}

/** The working tree's chart where that is the version wanted, else the one in its repository. */
async function chartOf(source: ApplicationInputs["spec"]["source"]): Promise<string> {
  const own = join(root, "charts", "microservice");
  const { name, version } = await chartIdentity(own);
  if (source.chart === name && source.targetRevision === version) {
    return own;
  }
  return fetchChart({
    helm: toolbox(root).path("helm4"),
    repository: source.repoURL,
    name: source.chart,
    version: source.targetRevision,
    cacheFolder: join(localFolder, "charts"),
  });
}
