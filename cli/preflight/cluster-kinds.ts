import { ApiextensionsV1Api, type KubeConfig } from "@kubernetes/client-node";

import type { AddonName, Addons } from "../../config/model.ts";
import { CliError } from "../errors.ts";
import { metadataOnly } from "../kube-answer.ts";
import { describeKubeFailure } from "../kube-failure.ts";
import { answerWithin, timeoutMilliseconds } from "./fetch-failure.ts";

/** The custom resource definitions each add-on's objects need, by the add-on's key in the stack file. */
const neededBy: Readonly<Partial<Record<AddonName, readonly string[]>>> = {
  argoCd: ["applications.argoproj.io", "appprojects.argoproj.io"],
  certManager: ["certificates.cert-manager.io", "clusterissuers.cert-manager.io"],
  istio: [
    "virtualservices.networking.istio.io",
    "destinationrules.networking.istio.io",
    "authorizationpolicies.security.istio.io",
  ],
  prometheus: ["servicemonitors.monitoring.coreos.com", "prometheusrules.monitoring.coreos.com"],
  verticalPodAutoscaler: ["verticalpodautoscalers.autoscaling.k8s.io"],
};

/** Add-ons that nothing on a cluster shows; a demo does without them. */
export const addonsWithoutKinds: readonly AddonName[] = [
  "dashboard",
  "grafana",
  "jaeger",
  "metricsServer",
  "oauth2Proxy",
  "redis",
];

/** An add-on that the stack uses and the cluster does not have. */
export interface MissingAddon {
  readonly addon: AddonName;
  readonly kinds: readonly string[];
}

/**
 * Finds the add-ons in use that should be there already and whose kinds the cluster does not know.
 *
 * An add-on without kinds of its own, such as Grafana, is not looked for: nothing we make needs it.
 *
 * @throws CliError when the cluster does not say what it knows.
 */
export async function missingAddons(kube: KubeConfig, addons: Addons): Promise<MissingAddon[]> {
  const known = await knownKinds(kube);
  return Object.entries(neededBy)
    .map(([name, kinds]) => ({ addon: name as AddonName, kinds }))
    .filter(({ addon }) => addons[addon]?.install === false)
    .map(({ addon, kinds }) => ({ addon, kinds: kinds.filter((kind) => !known.has(kind)) }))
    .filter(({ kinds }) => kinds.length > 0);
}

async function knownKinds(kube: KubeConfig): Promise<ReadonlySet<string | undefined>> {
  try {
    const asked = kube
      .makeApiClient(ApiextensionsV1Api)
      .listCustomResourceDefinition(undefined, metadataOnly);
    const { items } = await answerWithin(timeoutMilliseconds, asked);
    return new Set(items.map((item) => item.metadata?.name));
  } catch (error) {
    throw new CliError(
      `cluster: its CustomResourceDefinitions cannot be read (${describeKubeFailure(error)}). ` +
        "Bringing the platform up needs the right to list them.",
    );
  }
}
