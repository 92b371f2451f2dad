import {
  ApiException,
  AppsV1Api,
  AutoscalingV2Api,
  CoreV1Api,
  CustomObjectsApi,
  type KubeConfig,
} from "@kubernetes/client-node";

import type { Config } from "../../config/model.ts";
import { CliError } from "../errors.ts";
import { describeKubeFailure } from "../kube-failure.ts";
import { answerWithin, timeoutMilliseconds } from "../preflight/fetch-failure.ts";
import type {
  ApplicationObject,
  AutoscalerObject,
  DeploymentObject,
  LiveObjects,
  PodObject,
} from "./objects.ts";

/** Where the API server has Applications. */
export const applicationKind = {
  group: "argoproj.io",
  version: "v1alpha1",
  plural: "applications",
} as const;

export interface ReadLiveOptions {
  /** Namespace Argo CD runs in. */
  readonly argoNamespace: string;
  /** Namespace the services run in. */
  readonly namespace: string;
  /** Names of the Applications, for who may not list them but read each. @default none */
  readonly applications?: readonly string[];
  /** How long the API server may take, in milliseconds. @default 10000 */
  readonly timeout?: number;
}

/**
 * Reads everything a status is made of, in parallel.
 *
 * @throws CliError when the cluster does not answer or does not know Applications.
 */
export async function readLive(kube: KubeConfig, options: ReadLiveOptions): Promise<LiveObjects> {
  const { timeout = timeoutMilliseconds } = options;
  try {
    return await answerWithin(timeout, readObjects(kube, options));
  } catch (error) {
    const server = kube.getCurrentCluster()?.server ?? "unknown";
    throw error instanceof CliError ? error : unreadable(server, error);
  }
}

async function readObjects(
  kube: KubeConfig,
  { namespace, argoNamespace, applications: names = [] }: ReadLiveOptions,
): Promise<LiveObjects> {
  const core = kube.makeApiClient(CoreV1Api);
  const [applications, deployments, autoscalers, pods, events] = await Promise.all([
    readApplications(kube, argoNamespace, names),
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
    events: events.items,
  };
}

/** The Applications by one list; where that is refused, each of the names that is there. */
async function readApplications(
  kube: KubeConfig,
  namespace: string,
  names: readonly string[],
): Promise<readonly ApplicationObject[]> {
  const api = kube.makeApiClient(CustomObjectsApi);
  const where = { ...applicationKind, namespace };
  try {
    const list = (await api.listNamespacedCustomObject(where)) as { items: ApplicationObject[] };
    return list.items;
  } catch (error) {
    if (!(error instanceof ApiException)) throw error;
    if (error.code === 404) {
      throw new CliError(
        "Argo CD: the cluster does not know Applications (argoproj.io/v1alpha1 not found). " +
          "Install Argo CD there first.",
      );
    }
    // Developers and admins may read the Applications of their environment by name, and list none.
    if (error.code !== 403 || names.length === 0) throw error;
  }
  const found = await Promise.all(names.map((name) => readApplication(kube, namespace, name)));
  return found.filter((each) => each !== undefined);
}

/** One Application; undefined when there is none of the name. */
export async function readApplication(
  kube: KubeConfig,
  namespace: string,
  name: string,
): Promise<ApplicationObject | undefined> {
  const api = kube.makeApiClient(CustomObjectsApi);
  return api.getNamespacedCustomObject({ ...applicationKind, namespace, name }).then(
    (object) => object as ApplicationObject,
    (error: unknown) => {
      if (error instanceof ApiException && error.code === 404) return undefined;
      throw error;
    },
  );
}

function unreadable(server: string, error: unknown): CliError {
  const why = describeKubeFailure(error);
  if (error instanceof ApiException) {
    const cure =
      error.code === 401 || error.code === 403
        ? "Log in to the cluster, or ask for the right to read there."
        : "Try again; if it stays, look at the API server.";
    return new CliError(`cluster ${server}: refused to answer (${why}). ${cure}`);
  }
  return new CliError(
    `cluster ${server}: does not answer (${why}). Check that it runs and that you can reach it from here.`,
  );
}

/** What to read of an environment, for `readLive`. */
export function whereLive({
  addons,
  namespace,
  services,
}: Pick<Config, "addons" | "namespace" | "services">): ReadLiveOptions {
  return {
    argoNamespace: addons.argoCd.namespace,
    namespace,
    applications: services.map(({ applicationName }) => applicationName),
  };
}
