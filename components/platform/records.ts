import type { Config } from "../../config/model.ts";
import { ownFieldManager, standardLabels } from "../labels.ts";

/**
 * The ConfigMaps by which the stacks of a shared cluster know of each other; all in a namespace that
 * every cluster has and no stack makes.
 *
 * What changes stands in annotations: the provider replaces a ConfigMap whose `data` change, and with
 * it would run the hooks of a deletion.
 */
export const recordsNamespace = "kube-system";

/** The first object of a platform: whose it is. */
export const claimName = "msa-platform";
/** The last object of a platform: it is all there. */
export const readyName = "msa-platform-ready";

/** Name of a tenant's own record, made before anything else of it. */
export function tenantName(environment: string): string {
  return `msa-platform-tenant-${environment}`;
}

/** On a tenant's record: the stack whose platform it uses. */
export const platformOwnerLabel = "msa-gitops/platform-owner";

/** How a record is asked for. */
export function recordNamed(name: string) {
  return { apiVersion: "v1", kind: "ConfigMap", metadata: { name, namespace: recordsNamespace } };
}

/** Metadata of a record of this stack. */
export function recordMetadata(
  name: string,
  { environment: stack, platform: { owner } }: Config,
  annotations: Readonly<Record<string, string>> = {},
) {
  return {
    name,
    namespace: recordsNamespace,
    labels: { ...standardLabels("platform", { stack }), [platformOwnerLabel]: owner },
    annotations: { ...ownFieldManager(stack), ...annotations },
  };
}
