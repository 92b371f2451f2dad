import { isKubernetesObject, objectPath, type KubernetesObject } from "../../manifests/object.ts";
import type { RecordedResource } from "../../recorder/recording.ts";
import type { Item } from "../../report/side.ts";

/** Rendered objects as items of a report; a second one of the same identity is numbered. */
export function objectItems(objects: readonly KubernetesObject[]): Item[] {
  const seen = new Map<string, number>();
  return objects.map((object) => {
    const identity = idOf(object);
    const count = (seen.get(identity) ?? 0) + 1;
    seen.set(identity, count);
    const id = count === 1 ? identity : `${identity}#${String(count)}`;
    return { id, path: objectPath(object), layer: "object", content: object };
  });
}

/** A resource that Pulumi is told of, with the options that matter to what becomes of it. */
export function resourceItem(resource: RecordedResource, knownUrns: ReadonlySet<string>): Item {
  const { type, name, inputs } = resource;
  const content = { ...inputs, pulumi: optionsOf(resource, knownUrns) };
  if (isRelease(type)) {
    const path = ["Release", inputs["namespace"], inputs["name"]].join("/");
    return { id: path, path, layer: "input", content };
  }
  if (isKubernetesObject(inputs)) {
    return { id: idOf(inputs), path: objectPath(inputs), layer: "object", content };
  }
  return { id: resource.urn, path: `${type}/${name}`, layer: "input", content };
}

/** True for the type of a Helm release: its inputs have the looks of an object of the cluster. */
export function isRelease(type: string): boolean {
  return type === "kubernetes:helm.sh/v3:Release";
}

/** The version is left out: an object stays the same one when it is written in another. */
function idOf(object: KubernetesObject): string {
  const group = object.apiVersion.includes("/") ? object.apiVersion.replace(/\/.*/, "") : "";
  return `${group}/${objectPath(object)}`;
}

/** @param knownUrns those of the other side: one of them may go on under this resource's alias. */
function optionsOf({ urn, options }: RecordedResource, knownUrns: ReadonlySet<string>) {
  const alias = options.aliases?.find((each) => knownUrns.has(each));
  const { protect, retainOnDelete, deletedWith, ignoreChanges, customTimeouts, dependsOn } =
    options;
  const kept = { protect, retainOnDelete, deletedWith, ignoreChanges, customTimeouts, dependsOn };
  const set = Object.entries(kept).filter(([, value]) => value !== undefined);
  return { urn: knownUrns.has(urn) ? urn : (alias ?? urn), ...Object.fromEntries(set) };
}
