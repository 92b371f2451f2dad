import { at, textOf } from "./json-value.ts";
import { isImmutable } from "./immutable-fields.ts";
import type { FieldDifference } from "./field-diff.ts";
import { fieldPath } from "./field-path.ts";
import type { Item, Owner } from "./side.ts";

/** What is lost when an object of a kind goes, beside the object. */
const loss: Readonly<Record<string, string>> = {
  Namespace: "everything in the namespace goes with it",
  PersistentVolumeClaim: "the data on its volume may go with it",
  PersistentVolume: "its data may go with it",
  CustomResourceDefinition: "every object of that kind, in all namespaces, goes with it",
  StatefulSet: "its pods go; their volumes stay behind",
  Application: "Argo CD deletes everything that it has deployed",
  Release: "Helm uninstalls it with all its objects",
  AppProject: "its Applications can no longer be synced",
};

/** Why it is dangerous that an item goes away. */
export function dangersOfRemoval(item: Item, owner: Owner): string[] {
  const kind = kindOf(item);
  return [`deleted: ${[how(item, owner), loss[kind]].filter(Boolean).join("; ")}`];
}

function how(item: Item, { kind, prunes }: Owner): string {
  if (item.layer === "input") return "Pulumi deletes it at the next update";
  if (kind === "Release") return "Helm deletes it at the next update";
  if (kind !== "Application") return "Pulumi deletes it at the next update";
  return prunes === true
    ? "Argo CD prunes it at the next sync"
    : "Argo CD does not prune here, so it stays behind until somebody deletes it";
}

/** Why it is dangerous that one field of an item changes; undefined when it is not. */
export function dangerOfChange(
  item: Item,
  owner: Owner,
  { steps, before, after }: FieldDifference,
): string | undefined {
  const field = fieldPath(steps);
  const kind = kindOf(item);
  if (kind === "Release" && item.layer === "input" && ["name", "namespace"].includes(field)) {
    return "replaced: Helm uninstalls the old release";
  }
  if (field === "pulumi.urn") {
    return "replaced: Pulumi makes it under the new name and then deletes the old one, which is the same object";
  }
  if (field === "pulumi.protect" && after === undefined) return "no longer protected from deletion";
  if (kind === "Cluster") return "another cluster: everything is made anew there";
  if (isImmutable(kind, field)) return immutableDanger(owner);
  if (field === "spec.syncPolicy.automated.prune" && after === true) {
    return "pruning begins: what Argo CD finds and no chart renders is deleted";
  }
  return scaledToNothing(field, before, after);
}

function immutableDanger({ kind }: Owner): string {
  return kind === "Pulumi"
    ? "immutable: Pulumi deletes the object and makes it anew"
    : `immutable: the API server refuses it, so the ${kind === "Release" ? "release" : "sync"} fails until the object is deleted`;
}

function scaledToNothing(field: string, before: unknown, after: unknown): string | undefined {
  const isCount = field === "spec.replicas" || field === "spec.minReplicas";
  return isCount && after === 0 && before !== 0 ? "no pods run any more" : undefined;
}

/** Versions of a CustomResourceDefinition that are no longer served. */
export function dangersOfDefinition(before: Item, after: Item): string[] {
  if (kindOf(after) !== "CustomResourceDefinition") return [];
  const served = (item: Item) => {
    const versions = at(item.content, "spec", "versions");
    return Array.isArray(versions) ? versions.map((version) => textOf(at(version, "name"))) : [];
  };
  const now = served(after);
  return served(before)
    .filter((version) => !now.includes(version))
    .map((version) => `version ${version} of the kind is gone: objects written in it are refused`);
}

/** Kind of the object, or of what Pulumi is told. */
export function kindOf({ path, content }: Item): string {
  return textOf(content["kind"]) || path.replace(/\/.*/, "");
}
