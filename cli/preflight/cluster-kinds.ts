import { ApiextensionsV1Api, type KubeConfig } from "@kubernetes/client-node";

import type { Addons } from "../../config/model.ts";
import { CliError } from "../errors.ts";
import { describeKubeFailure } from "../kube-failure.ts";
import { answerWithin, timeoutMilliseconds } from "./fetch-failure.ts";

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

/**
 * Finds the add-ons in use whose kinds the cluster does not know.
 *
 * @throws CliError when the cluster does not say what it knows.
 */
export async function missingAddons(kube: KubeConfig, addons: Addons): Promise<MissingAddon[]> {
  const known = await knownKinds(kube);
  return (Object.keys(neededBy) as (keyof Addons)[])
    .filter((addon) => addons[addon] !== undefined)
    .map((addon) => ({ addon, kinds: neededBy[addon].filter((kind) => !known.has(kind)) }))
    .filter(({ kinds }) => kinds.length > 0);
}

async function knownKinds(kube: KubeConfig): Promise<ReadonlySet<string | undefined>> {
  try {
    const asked = kube.makeApiClient(ApiextensionsV1Api).listCustomResourceDefinition();
    const { items } = await answerWithin(timeoutMilliseconds, asked);
    return new Set(items.map((item) => item.metadata?.name));
  } catch (error) {
    throw new CliError(
      `cluster: its CustomResourceDefinitions cannot be read (${describeKubeFailure(error)}). ` +
        "Bringing the platform up needs the right to list them.",
    );
  }
}
