import type { Config } from "../../../config/model.ts";
import { subjectOf, type Resource } from "../../../policy/depths/resource.ts";
import { sourcesOf } from "../../../policy/model/application.ts";
import { at, fieldsAt, isFields, textAt, type Fields } from "../../../policy/model/read.ts";
import type { Stack, Unrendered } from "../../../policy/model/stack.ts";
import { nameOf, namespaceOf, type Origin, type Subject } from "../../../policy/model/subject.ts";
import type { Draft, Entry } from "../good-stack.ts";
import { carrier } from "./place.ts";

/** A draft as the engine is given it, and as the rules should see it then. */
export interface Staged {
  readonly resources: readonly Resource[];
  /** Objects of each chart, by its name and version, `<name> <version>`. */
  readonly charts: ReadonlyMap<string, readonly Fields[]>;
  readonly stack: Stack;
}

/** Folder of charts as the pack is told it, within the project. */
export const chartFolder = "home/charts";

const ownChart = { name: "microservice", version: "1.1.0" };
const provider = "urn:pulumi:production::msa::pulumi:providers:kubernetes::cluster";

/**
 * What each Release and each Application renders is what entries of the draft name it as their owner for.
 * Helm has no part in it, so that the engine's answer is compared with something it did not make.
 */
export function staged({ config, ...rest }: Draft): Staged {
  const entries = Object.values(rest)
    .filter(isFields)
    .map((each) => each as unknown as Entry);
  const grouped = Map.groupBy(
    entries.filter(({ resource }) => resource === undefined),
    ({ chart = ownChart }) => `${chart.name} ${chart.version}`,
  );
  // Nothing may be moved, and the carrier's chart is there all the same.
  const charts = new Map<string, readonly Entry[]>([
    [`${carrier.name} ${carrier.version}`, []],
    ...grouped,
  ]);
  const resources = entries.flatMap(resourceIn);
  const seen = resources.map((resource) => behind(resource, charts));
  return {
    resources,
    charts: new Map([...charts].map(([name, each]) => [name, each.map(({ object }) => object)])),
    stack: {
      config: config as Config,
      subjects: seen.flatMap(({ subjects }) => subjects),
      unrendered: seen.flatMap(({ unrendered }) => unrendered),
    },
  };
}

function resourceIn({ resource, object, options }: Entry): readonly Resource[] {
  if (resource === undefined) return [];
  const { type, name } = resource;
  const urn = `urn:pulumi:production::msa::${type}::${name}`;
  return [{ urn, type, name, inputs: sorted(object), options: { provider, ...options } }];
}

/** The engine hands a resource's fields on in the order of their names, which messages show. */
function sorted<T>(value: T): T {
  if (Array.isArray(value)) return value.map((each: unknown) => sorted(each)) as T;
  if (!isFields(value)) return value;
  const keys = Object.keys(value).sort();
  return Object.fromEntries(keys.map((key) => [key, sorted(value[key])])) as T;
}

type Charts = ReadonlyMap<string, readonly Entry[]>;
interface Seen {
  readonly subjects: readonly Subject[];
  readonly unrendered: readonly Unrendered[];
}

function behind(resource: Resource, charts: Charts): Seen {
  const subject = subjectOf(resource);
  if (subject === undefined) return { subjects: [], unrendered: [] };
  const parts = sourcesIn(subject).map((source) => rendered(subject, source, charts));
  return {
    subjects: [subject, ...parts.flatMap(({ subjects }) => subjects)],
    unrendered: parts.flatMap(({ unrendered }) => unrendered),
  };
}

interface Source {
  readonly depth: "release" | "application";
  readonly chart: string;
  readonly version: string;
  readonly namespace: string;
  readonly values: Fields;
  readonly repository: string;
}

function sourcesIn(subject: Subject): readonly Source[] {
  const { object } = subject;
  if (object.kind === "Release") {
    const [chart, version] = [textAt(object, "chart") ?? "", textAt(object, "version") ?? ""];
    const values = fieldsAt(object, "values");
    return [
      { depth: "release", chart, version, values, repository: "", namespace: namespaceOf(subject) },
    ];
  }
  if (object.kind !== "Application") return [];
  return sourcesOf(subject).map(({ source }) => ({
    depth: "application",
    chart: textAt(source, "chart") ?? "",
    version: textAt(source, "targetRevision") ?? "",
    namespace: textAt(object, "spec.destination.namespace") ?? "",
    values: fieldsAt(source, "helm.valuesObject"),
    repository: textAt(source, "repoURL") ?? "no repository",
  }));
}

function rendered(subject: Subject, source: Source, charts: Charts): Seen {
  const { chart: name, version, depth, values, repository } = source;
  const objects = charts.get(`${name} ${version}`);
  if (objects === undefined) {
    const missing = `chart ${name} ${version}: is not in ${chartFolder}`;
    const reason = name === "" ? `its source is ${repository}, not a chart` : missing;
    return { subjects: [], unrendered: [{ subject, reason }] };
  }
  const { urn } = subject.origin;
  const origin: Origin = { depth, urn, owner: nameOf(subject), chart: { name, version }, values };
  return {
    subjects: objects.map(({ object }) => ({ object: placed(object, source.namespace), origin })),
    unrendered: [],
  };
}

/** Helm leaves it to who applies; at every depth that is the namespace of the release. */
function placed(object: Fields, namespace: string): Subject["object"] {
  const whole = /^(Cluster\w+|Namespace|PersistentVolume)$/.test(String(object["kind"]));
  const isNamed = whole || at(object, "metadata.namespace") !== undefined;
  const metadata = fieldsAt(object, "metadata");
  const all = isNamed ? object : { ...object, metadata: { ...metadata, namespace } };
  return all as unknown as Subject["object"];
}
