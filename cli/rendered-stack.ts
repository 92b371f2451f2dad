import { join } from "node:path";

import type { Environment } from "../config/model.ts";
import { chartIdentity } from "../manifests/chart-content.ts";
import { ChartFetchError } from "../manifests/fetch-chart.ts";
import { isKubernetesObject, type KubernetesObject } from "../manifests/object.ts";
import { apiVersionsOf } from "../policy/depths/api-versions.ts";
import { recordStack } from "../recorder/record-stack.ts";
import type { RecordedResource } from "../recorder/recording.ts";
import { releaseType } from "./engine-state.ts";
import { projectFile, root, stackFile } from "./paths.ts";
import {
  applicationType,
  chartWanted,
  fetchOnce,
  renderApplication,
  renderRelease,
  type ApplicationInputs,
  type ReleaseInputs,
} from "./render-owner.ts";
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
  const apiVersions = apiVersionsOf(Object.keys(configOf(environment).addons));
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

/** The release's objects, or why they cannot be known. */
async function renderedRelease(
  resource: RecordedResource,
  apiVersions: readonly string[],
): Promise<RenderedOwner | string> {
  const inputs = resource.inputs as unknown as ReleaseInputs;
  const { name } = inputs;
  try {
    return { kind: "Release", name, objects: await renderRelease(inputs, apiVersions) };
  } catch (error) {
    if (!(error instanceof ChartFetchError)) throw error;
    return `Release ${name}: not rendered. ${error.message}`;
  }
}

async function renderedApplication(resource: RecordedResource): Promise<RenderedOwner> {
  const inputs = resource.inputs as unknown as ApplicationInputs;
  const objects = await renderApplication(inputs, await chartOfApplication(inputs));
  return { kind: "Application", name: inputs.metadata.name, objects };
}

/** The working tree's chart where that is the version wanted, else the one in its repository. */
export async function chartOfApplication(inputs: ApplicationInputs): Promise<string> {
  const own = join(root, "charts", "microservice");
  const { name, version } = await chartIdentity(own);
  const wanted = chartWanted(inputs);
  if (wanted.name === name && wanted.version === version) {
    return own;
  }
  return fetchOnce(wanted);
}
