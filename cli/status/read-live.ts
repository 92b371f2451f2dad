import {
  ApiException,
  AppsV1Api,
  AutoscalingV2Api,
  CoreV1Api,
  CustomObjectsApi,
  type KubeConfig,
} from "@kubernetes/client-node";

import { CliError } from "../errors.ts";
import type {
  ApplicationObject,
  AutoscalerObject,
  DeploymentObject,
  EventObject,
  LiveObjects,
  PodObject,
} from "./objects.ts";

export interface ReadLiveOptions {
  /** Namespace Argo CD runs in. */
  readonly argoNamespace: string;
  /** Namespace the services run in. */
  readonly namespace: string;
}

/**
 * Reads everything a status is made of, in parallel.
 *
 * @throws CliError when the cluster does not answer or does not know Applications.
 */
export async function readLive(kube: KubeConfig, options: ReadLiveOptions): Promise<LiveObjects> {
  const { namespace } = options;
  const server = kube.getCurrentCluster()?.server ?? "unknown";
  const core = kube.makeApiClient(CoreV1Api);
  try {
    const [applications, deployments, autoscalers, pods, events] = await Promise.all([
      readApplications(kube, options.argoNamespace),
      kube.makeApiClient(AppsV1Api).listNamespacedDeployment({ namespace }),
      kube.makeApiClient(AutoscalingV2Api).listNamespacedHorizontalPodAutoscaler({ namespace }),
      core.listNamespacedPod({ namespace }),
      core.listNamespacedEvent({ namespace }),
    ]);
    return {
      applications,
      deployments: deployments.items as DeploymentObject[],
      autoscalers: autoscalers.items as AutoscalerObject[],
      pods: pods.items as PodObject[],
      events: events.items as EventObject[],
    };
  } catch (error) {
    throw error instanceof CliError ? error : unreadable(server, error);
  }
}

async function readApplications(kube: KubeConfig, namespace: string): Promise<ApplicationObject[]> {
  try {
    const list = (await kube.makeApiClient(CustomObjectsApi).listNamespacedCustomObject({
      group: "argoproj.io",
      version: "v1alpha1",
      namespace,
      plural: "applications",
    })) as { items: ApplicationObject[] };
    return list.items;
  } catch (error) {
    if (error instanceof ApiException && error.code === 404) {
      throw new CliError(
        "Argo CD: the cluster does not know Applications (argoproj.io/v1alpha1 not found). " +
          "Install Argo CD there first.",
      );
    }
    throw error;
  }
}

function unreadable(server: string, error: unknown): CliError {
  if (error instanceof ApiException) {
    return new CliError(
      `cluster ${server}: refused to answer (HTTP ${error.code}). Check that your account may read there.`,
    );
  }
  const cause = error instanceof Error ? error.message : String(error);
  return new CliError(`cluster ${server}: does not answer (${cause}). Is it running? make up`);
}
