import { ChartFetchError } from "../../manifests/fetch-chart.ts";
import { HelmError } from "../../manifests/helm.ts";
import { renderChart } from "../../manifests/render.ts";
import { sourcesOf, type ApplicationSource } from "../model/application.ts";
import { at, fieldsAt, isFields, textAt, type Fields } from "../model/read.ts";
import type { Unrendered } from "../model/stack.ts";
import { nameOf, namespaceOf, type Origin, type Subject } from "../model/subject.ts";
import { unknownIn } from "../model/unknown.ts";
import { chartPath, type ChartPlaces, type ChartReference } from "./chart.ts";
import { releaseType, subjectOf, type Resource } from "./resource.ts";

/** What makes charts into objects, and where it keeps them. */
export interface Renderer {
  /** Helm 3, as the provider renders a Release. */
  readonly helm3: string;
  /** Helm 4, as Argo CD renders an Application. */
  readonly helm4: string;
  readonly charts: ChartPlaces;
  readonly apiVersions: readonly string[];
  /** Folder in which rendered objects are kept by content. */
  readonly cacheFolder: string;
}

/** Objects at all depths behind one resource, and what could not be seen. */
export interface Expansion {
  readonly subjects: readonly Subject[];
  readonly unrendered: readonly Unrendered[];
}

interface Rendering {
  readonly chart: ChartReference;
  readonly helm: string;
  readonly releaseName: string;
  readonly namespace: string;
  readonly values: Fields;
  readonly origin: Omit<Origin, "chart" | "values">;
}

/** The object that a resource is, and everything that Helm or Argo CD will make of it. */
export async function expand(resource: Resource, renderer: Renderer): Promise<Expansion> {
  const subject = subjectOf(resource);
  if (subject === undefined) return { subjects: [], unrendered: [] };
  const hidden = unknownIn(resource.inputs);
  if (resource.type === releaseType) {
    if (hidden !== undefined) return unseen(subject, `${hidden} is not known before it is applied`);
    return rendered(subject, releaseOf(resource, subject, renderer), renderer);
  }
  if (subject.object.kind !== "Application") return { subjects: [subject], unrendered: [] };
  if (hidden !== undefined) return unseen(subject, `${hidden} is not known before it is applied`);
  const parts = sourcesOf(subject).map((source) =>
    rendered(subject, applicationOf(source, resource, renderer), renderer),
  );
  const all = await Promise.all(parts);
  const behind = all.flatMap(({ subjects }) => subjects.slice(1));
  return { subjects: [subject, ...behind], unrendered: all.flatMap((each) => each.unrendered) };
}

function releaseOf({ inputs, urn }: Resource, subject: Subject, renderer: Renderer): Rendering {
  const chart = textAt(inputs, "chart") ?? "";
  const slash = chart.lastIndexOf("/");
  return {
    chart: {
      repository: textAt(inputs, "repositoryOpts.repo") ?? chart.slice(0, Math.max(slash, 0)),
      name: chart.slice(slash + 1),
      version: textAt(inputs, "version") ?? "",
    },
    helm: renderer.helm3,
    releaseName: nameOf(subject),
    namespace: namespaceOf(subject),
    values: fieldsAt(inputs, "values"),
    origin: { depth: "release", urn, owner: nameOf(subject) },
  };
}

function applicationOf(
  { subject, source }: ApplicationSource,
  { urn }: Resource,
  renderer: Renderer,
): Rendering | string {
  if (textAt(source, "chart") === undefined) {
    return `its source is ${textAt(source, "repoURL") ?? "no repository"}, not a chart`;
  }
  const values = at(source, "helm.valuesObject");
  return {
    chart: {
      repository: textAt(source, "repoURL") ?? "",
      name: textAt(source, "chart") ?? "",
      version: textAt(source, "targetRevision") ?? "",
    },
    helm: renderer.helm4,
    releaseName: textAt(source, "helm.releaseName") ?? nameOf(subject),
    namespace: textAt(subject.object, "spec.destination.namespace") ?? "",
    values: isFields(values) ? values : {},
    origin: { depth: "application", urn, owner: nameOf(subject) },
  };
}

async function rendered(
  subject: Subject,
  rendering: Rendering | string,
  renderer: Renderer,
): Promise<Expansion> {
  if (typeof rendering === "string") return unseen(subject, rendering);
  const { chart, helm, releaseName, namespace, values } = rendering;
  const origin: Origin = {
    ...rendering.origin,
    chart: { name: chart.name, version: chart.version },
    values,
  };
  try {
    const path = await chartPath(chart, helm, renderer.charts);
    const objects = await renderChart({
      helm,
      chart: path,
      releaseName,
      namespace,
      values,
      apiVersions: rendering.origin.depth === "release" ? renderer.apiVersions : [],
      cacheFolder: renderer.cacheFolder,
      timeoutSeconds: renderer.charts.timeoutSeconds,
    });
    const behind = objects
      .filter((object) => !isTest(object))
      .map((object) => ({ object: placed(object, namespace), origin }));
    return { subjects: [subject, ...behind], unrendered: [] };
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return unseen(subject, reasonOf(error));
  }
}

/** `helm test` alone makes these; neither the provider nor Argo CD does. */
function isTest(object: Subject["object"]): boolean {
  const hook = textAt(object, ["metadata", "annotations", "helm.sh/hook"]) ?? "";
  return hook !== "" && hook.split(",").every((each) => each.trim().startsWith("test"));
}

/** An object that names no namespace goes into the release's own; a cluster-wide one does not mind. */
function placed<T extends Subject["object"]>(object: T, namespace: string): T {
  if (object.metadata.namespace !== undefined || clusterWide.test(object.kind)) return object;
  return { ...object, metadata: { ...object.metadata, namespace } };
}

const clusterWide =
  /^(Cluster\w+|CustomResourceDefinition|Namespace|\w+WebhookConfiguration|ValidatingAdmission\w+|PriorityClass|StorageClass|APIService|CSIDriver|PersistentVolume)$/;

function unseen(subject: Subject, reason: string): Expansion {
  return { subjects: [subject], unrendered: [{ subject, reason }] };
}

function reasonOf(error: Error): string {
  const isOurs = error instanceof ChartFetchError || error instanceof HelmError;
  return isOurs ? error.message : error.message.replace(/\s+at .*/s, "");
}
