import type { Step } from "./field-path.ts";
import { isMap } from "./json-value.ts";

/**
 * Fields by which Kubernetes and Istio tell items of a list apart, the most telling first
 * (`x-kubernetes-list-map-keys` and `patchMergeKey` of the API's own schema).
 */
const keyFields = ["name", "containerPort", "port", "mountPath", "key", "type", "host"];

/** Lists whose order means nothing to Kubernetes. */
const unordered = new Set([
  "containers",
  "env",
  "ports",
  "volumes",
  "volumeMounts",
  "imagePullSecrets",
  "tolerations",
  "finalizers",
  "apiGroups",
  "resources",
  "verbs",
  "subjects",
  "accessModes",
  "conditions",
  "endpoints",
  "policyTypes",
  "hosts",
  "dependsOn",
]);

/**
 * How to tell the items of two lists apart by name: by the first field that every item has, each with a
 * value of its own. Undefined when there is none, so that they can only be told apart by their place.
 */
export function itemKey(
  before: readonly unknown[],
  after: readonly unknown[],
): ((item: unknown) => string) | undefined {
  const field = keyFields.find((name) => isUnique(before, name) && isUnique(after, name));
  return field === undefined ? undefined : (item) => String((item as Fields)[field]);
}

type Fields = Readonly<Record<string, unknown>>;

function isUnique(list: readonly unknown[], field: string): boolean {
  const values = list.map((item) => (isMap(item) ? item[field] : undefined));
  const isKey = (value: unknown) => typeof value === "string" || typeof value === "number";
  return values.every(isKey) && new Set(values.map(String)).size === values.length;
}

/** False for a list that means the same in any order. */
export function orderMatters(steps: readonly Step[]): boolean {
  const name = steps.findLast((step) => typeof step === "string");
  return name === undefined || !unordered.has(name);
}
