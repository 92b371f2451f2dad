import { parseAllDocuments } from "yaml";
import type { ToJSOptions, Tags } from "yaml";
import { isKubernetesObject } from "./object.ts";
import type { KubernetesObject } from "./object.ts";

/** Anchors in a chart's output are few; the library's bound guards against untrusted input. */
const toJs: ToJSOptions = { maxAliasCount: -1 };

/**
 * The Kubernetes objects of a stream of YAML documents, in its order. Empty documents are left out
 * and a `List` is replaced by its items. Throws when a document is not YAML or not an object.
 */
export function parseManifests(text: string): readonly KubernetesObject[] {
  // Kubernetes' own reader is YAML 1.1 (`on` is true, 0644 is octal) and takes the last of two equal keys.
  const documents = parseAllDocuments(text, {
    version: "1.1",
    customTags: withoutTimes,
    uniqueKeys: false,
    logLevel: "error",
  });
  if (!Array.isArray(documents)) return [];
  return documents.flatMap((document) => {
    const problem = document.errors[0];
    if (problem !== undefined) throw new Error(`rendered text is not YAML: ${problem.message}`);
    return objectsOf(document.toJS(toJs));
  });
}

/** Kubernetes' reader knows neither dates nor numbers to the base of sixty. */
function withoutTimes(tags: Tags): Tags {
  return tags.filter(
    (tag) =>
      typeof tag === "string" ||
      (tag.tag !== "tag:yaml.org,2002:timestamp" && !("format" in tag && tag.format === "TIME")),
  );
}

function objectsOf(value: unknown): readonly KubernetesObject[] {
  if (value === null || value === undefined) return [];
  if (isList(value)) return value.items.flatMap(objectsOf);
  if (!isKubernetesObject(value)) {
    throw new Error(`rendered document is not a Kubernetes object: ${JSON.stringify(value)}`);
  }
  return [value];
}

function isList(value: unknown): value is { readonly items: readonly unknown[] } {
  return (
    typeof value === "object" &&
    value !== null &&
    "kind" in value &&
    value.kind === "List" &&
    "items" in value &&
    Array.isArray(value.items)
  );
}
