import { isFields } from "../../../policy/model/read.ts";
import type { Depth } from "../../../policy/model/subject.ts";
import { changed } from "../change.ts";
import type { Draft, Entry } from "../good-stack.ts";

/** Release and chart that stand for any: no exemption of the platform's charts is theirs. */
export const carrier = { name: "carrier", version: "1.0.0", repository: "https://charts.jclee.me" };
/** The Application of the good stack, whose chart everything at its depth comes from. */
const application = "user-service-production";

/** Application whose chart has other Applications in it. */
const applicationOfApplications = "applications";

/** The good stack with the Releases behind its objects, and with what carries objects to a depth. */
export function withCarriers(draft: Draft, depth: Depth): Draft {
  const argoCd = { name: "argo-cd", version: "10.1.1" };
  const repository = "https://argoproj.github.io/argo-helm";
  return {
    ...draft,
    "argo-cd-release": release({ ...argoCd, repository }, "argocd"),
    ...(depth === "release" && { "carrier-release": release(carrier, "microservices") }),
    ...(depth === "application" && { "carrier-application": carrierApplication(draft) }),
  };
}

/** As good as the draft's own, and another one. */
function carrierApplication(draft: Draft): Entry {
  const where = "carrier-application";
  const { name, version } = carrier;
  const all = { ...structuredClone(draft), [where]: structuredClone(draft["application"]) };
  const changes = [
    [`${where} metadata.name`, applicationOfApplications],
    [`${where} spec.source.chart`, name],
    [`${where} spec.source.targetRevision`, version],
    [`${where} spec.source.helm.releaseName`, applicationOfApplications],
    [`${where} spec.source.helm.valuesObject`, {}],
  ] as const;
  const entry = changes.reduce<Draft>((before, [path, value]) => changed(before, path, value), all);
  const { object } = entry[where] as Entry;
  const type = "kubernetes:argoproj.io/v1alpha1:Application";
  return { resource: { type, name: applicationOfApplications }, object };
}

function release({ name, version, repository }: typeof carrier, namespace: string): Entry {
  return {
    resource: { type: "kubernetes:helm.sh/v3:Release", name },
    object: {
      name,
      namespace,
      chart: name,
      version,
      repositoryOpts: { repo: repository },
      values: {},
    },
    options: { protect: true },
  };
}

/** True for what can be at any depth; a provider and a Release are Pulumi's own. */
export function isMovable(entry: unknown): entry is Entry {
  if (!isFields(entry) || !isFields(entry["object"])) return false;
  const { apiVersion, kind } = entry["object"];
  return typeof apiVersion === "string" && typeof kind === "string";
}

/** The same draft with some of its objects at one depth: declared, behind a Release, or behind an Application. */
export function moved(draft: Draft, names: readonly string[], depth: Depth): Draft {
  const entries = names
    .map((name) => [name, draft[name]] as const)
    .filter((named): named is readonly [string, Entry] => isMovable(named[1]))
    .map(([name, entry]) => [name, at(name, entry, depth)] as const);
  return { ...draft, ...Object.fromEntries(entries) };
}

function at(name: string, entry: Entry, depth: Depth): Entry {
  if (depthOf(entry) === depth) return entry;
  const { object } = entry;
  const chart = { name: carrier.name, version: carrier.version };
  switch (depth) {
    case "resource":
      return { resource: { type: typeOf(object), name }, object };
    case "release":
      return { release: carrier.name, chart, object };
    case "application":
      return object["kind"] === "Application"
        ? { application: applicationOfApplications, chart, object }
        : { application, object };
  }
}

/** Where an entry of a draft is. */
export function depthOf({ resource, application: owner }: Entry): Depth {
  if (resource !== undefined) return "resource";
  return owner === undefined ? "release" : "application";
}

/** Pulumi's type token: the core group, which has no name, is called core there. */
function typeOf({ apiVersion, kind }: Entry["object"]): string {
  const version = String(apiVersion);
  return `kubernetes:${version.includes("/") ? version : `core/${version}`}:${String(kind)}`;
}
