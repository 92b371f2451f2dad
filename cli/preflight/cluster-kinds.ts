import { ApiextensionsV1Api, type KubeConfig } from "@kubernetes/client-node";

import type { Addons } from "../../config/model.ts";

/** The custom resource definitions each add-on's objects need, by the add-on's key in the stack file. */
const neededBy: Readonly<Record<keyof Addons, readonly string[]>> = {
  argoCd: ["applications.argoproj.io", "appprojects.argoproj.io"],
  istio: [
    "virtualservices.networking.istio.io",
    "destinationrules.networking.istio.io",
    "authorizationpolicies.security.istio.io",
  ],
  prometheus: ["servicemonitors.monitoring.coreos.com", "prometheusrules.monitoring.coreos.com"],
  verticalPodAutoscaler: ["verticalpodautoscalers.autoscaling.k8s.io"],
};

/** An add-on that the stack uses and the cluster does not have. */
export interface MissingAddon {
  readonly addon: keyof Addons;
  readonly kinds: readonly string[];
}

/** Finds the add-ons in use whose kinds the cluster does not know. */
export async function missingAddons(kube: KubeConfig, addons: Addons): Promise<MissingAddon[]> {
  const { items } = await kube.makeApiClient(ApiextensionsV1Api).listCustomResourceDefinition();
  const known = new Set(items.map((item) => item.metadata?.name));
  return (Object.keys(neededBy) as (keyof Addons)[])
    .filter((addon) => addons[addon] !== undefined)
    .map((addon) => ({ addon, kinds: neededBy[addon].filter((kind) => !known.has(kind)) }))
    .filter(({ kinds }) => kinds.length > 0);
}
