import type { KubernetesObject } from "../../manifests/object.ts";
import { fieldsAt, textAt, type Fields } from "./read.ts";

/** Where an object becomes visible: as a resource of the program, or behind a Release or an Application. */
export type Depth = "resource" | "release" | "application";

/** A chart by name and version. */
export interface ChartOfOrigin {
  readonly name: string;
  readonly version: string;
}

/** Where an object comes from, so that a message can say where to change it. */
export interface Origin {
  readonly depth: Depth;
  /** URN of the resource that is the object, or that renders it. */
  readonly urn: string;
  /** Name of the Release or Application; the resource's logical name otherwise. */
  readonly owner: string;
  /** Absent for a resource of the program. */
  readonly chart?: ChartOfOrigin;
  /** Values the chart is given; absent for a resource of the program. */
  readonly values?: Fields;
}

/** Options of a resource that rules look at; known for resources of the program only. */
export interface SubjectOptions {
  readonly protect?: boolean;
  readonly ignoreChanges?: readonly string[];
  /** URN of the provider; absent when nobody chose one. */
  readonly provider?: string;
}

/** One object that will exist, whoever makes it. */
export interface Subject {
  readonly object: KubernetesObject;
  readonly origin: Origin;
  readonly options?: SubjectOptions;
}

/** API group of an object; the core group is empty. */
export function groupOf({ object }: Subject): string {
  return object.apiVersion.includes("/") ? object.apiVersion.replace(/\/.*/, "") : "";
}

/** Namespace of an object; empty for one of the whole cluster. */
export function namespaceOf({ object }: Subject): string {
  return textAt(object, "metadata.namespace") ?? "";
}

/** Name of an object; empty when it has none. */
export function nameOf({ object }: Subject): string {
  return textAt(object, "metadata.name") ?? "";
}

/** Labels of an object. */
export function labelsOf({ object }: Subject): Fields {
  return fieldsAt(object, "metadata.labels");
}

/** `<Kind> <namespace>/<name>`, as messages and exemptions name an object. */
export function titleOf(subject: Subject): string {
  return `${subject.object.kind} ${pathOf(subject)}`;
}

/** `<namespace>/<name>`, or the name alone. */
export function pathOf(subject: Subject): string {
  const namespace = namespaceOf(subject);
  return namespace === "" ? nameOf(subject) : `${namespace}/${nameOf(subject)}`;
}
