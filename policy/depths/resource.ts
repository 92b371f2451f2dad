import type { KubernetesObject } from "../../manifests/object.ts";
import { at, fieldsAt, isFields, textAt, type Fields } from "../model/read.ts";
import type { Subject, SubjectOptions } from "../model/subject.ts";
import { guarded } from "../model/unknown.ts";

/** A resource as the engine or the recorder knows it. */
export interface Resource {
  readonly urn: string;
  /** Pulumi type token, such as `kubernetes:core/v1:Namespace`. */
  readonly type: string;
  /** Logical name. */
  readonly name: string;
  readonly inputs: Fields;
  readonly options: SubjectOptions;
}

/** Type of a Helm release. */
export const releaseType = "kubernetes:helm.sh/v3:Release";
const providerType = "pulumi:providers:kubernetes";
const kubernetesType = /^kubernetes:((?:[\w.-]+\/)?[\w.-]+):(\w+)$/;

/**
 * The object that a resource is; undefined for what is none, such as a component.
 *
 * A Release and a provider are judged too: they get the looks of an object.
 */
export function subjectOf({ urn, type, name, inputs, options }: Resource): Subject | undefined {
  const origin = { depth: "resource", urn, owner: name } as const;
  if (type === releaseType) {
    const metadata = {
      name: textAt(inputs, "name") ?? name,
      namespace: textAt(inputs, "namespace") ?? "",
    };
    const object = { ...inputs, apiVersion: "helm.sh/v3", kind: "Release", metadata };
    return { object: guarded(object), origin, options };
  }
  if (type === providerType) {
    const metadata = { name };
    return {
      object: { ...inputs, apiVersion: "pulumi.com/v1", kind: "Provider", metadata },
      origin,
      options,
    };
  }
  const [, apiVersion = "", kind = ""] = kubernetesType.exec(type) ?? [];
  if (kind === "" || kind.endsWith("List") || kind.endsWith("Patch")) return undefined;
  return { object: objectOf(inputs, apiVersion, kind), origin, options };
}

/** The SDK writes both words into the inputs; a state, or another SDK, may not. */
function objectOf(inputs: Fields, apiVersion: string, kind: string): KubernetesObject {
  const metadata = fieldsAt(inputs, "metadata");
  return guarded({
    ...inputs,
    apiVersion: textAt(inputs, "apiVersion") ?? apiVersion.replace(/^core\//, ""),
    kind: textAt(inputs, "kind") ?? kind,
    metadata: isFields(at(inputs, "metadata")) ? metadata : {},
  } as unknown as KubernetesObject);
}
