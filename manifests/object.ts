/** A Kubernetes object as it is written to the API: what every object has, and the rest unread. */
export interface KubernetesObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: ObjectMetadata;
  readonly [field: string]: unknown;
}

/** The part of `metadata` that a manifest sets. */
export interface ObjectMetadata {
  readonly name: string;
  /** Absent for objects of the whole cluster. */
  readonly namespace?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly [field: string]: unknown;
}

/** Where an object is, for messages: `<Kind>/<namespace>/<name>`, or `<Kind>/<name>` without a namespace. */
export function objectPath(object: KubernetesObject): string {
  const { name, namespace } = object.metadata;
  return [object.kind, ...(namespace === undefined ? [] : [namespace]), name].join("/");
}

/** True when `value` has the fields that make it a Kubernetes object. */
export function isKubernetesObject(value: unknown): value is KubernetesObject {
  return (
    isRecord(value) &&
    typeof value["apiVersion"] === "string" &&
    typeof value["kind"] === "string" &&
    isRecord(value["metadata"])
  );
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
