import { join } from "node:path";

import type { Environment } from "../config/model.ts";
import { chartIdentity } from "../manifests/chart-content.ts";
import { fetchChart } from "../manifests/fetch-chart.ts";
import { isKubernetesObject, type KubernetesObject } from "../manifests/object.ts";
import { renderChart } from "../manifests/render.ts";
import { recordStack } from "../recorder/record-stack.ts";
import type { RecordedResource } from "../recorder/recording.ts";
import { toolbox } from "../toolchain/toolbox.ts";
import { localFolder, projectFile, root, stackFile } from "./paths.ts";

/** Objects by who writes them: Pulumi itself, or the controller behind a Release or an Application. */
export interface RenderedOwner {
  readonly kind: "Pulumi" | "Application";
  readonly name: string;
  readonly objects: readonly KubernetesObject[];
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

const applicationType = "kubernetes:argoproj.io/v1alpha1:Application";

/** Records the program of an environment and renders each Application with Helm 4, as Argo CD does. */
export async function renderedStack(environment: Environment): Promise<RenderedOwner[]> {
  const recording = await recordStack({
    projectFile,
    stackFile: stackFile(environment),
    stack: environment,
  });
  const own: RenderedOwner = {
    kind: "Pulumi",
    name: "pulumi",
    objects: recording.resources.map(({ inputs }) => inputs).filter(isKubernetesObject),
  };
  const applications = recording.resources.filter(({ type }) => type === applicationType);
  return [own, ...(await Promise.all(applications.map(renderedApplication)))];
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
