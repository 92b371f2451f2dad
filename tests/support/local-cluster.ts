import { join } from "node:path";

import {
  AppsV1Api,
  AutoscalingV2Api,
  CoreV1Api,
  CustomObjectsApi,
  KubeConfig,
  KubernetesObjectApi,
} from "@kubernetes/client-node";

/** Clients for the local cluster that `up` started in a checkout. */
export interface LocalCluster {
  readonly kubeconfig: string;
  readonly context: string;
  readonly auditLog: string;
  readonly kube: KubeConfig;
  readonly core: CoreV1Api;
  readonly apps: AppsV1Api;
  readonly autoscaling: AutoscalingV2Api;
  readonly custom: CustomObjectsApi;
  readonly objects: KubernetesObjectApi;
}

/** Opens the local cluster of an environment in a checkout. */
export function localCluster(checkout: string, environment: string): LocalCluster {
  const folder = join(checkout, ".msa", "local", environment, "cluster");
  const kubeconfig = join(folder, "kubeconfig");
  const context = `msa-${environment}`;
  const kube = new KubeConfig();
  kube.loadFromFile(kubeconfig);
  kube.setCurrentContext(context);
  return {
    kubeconfig,
    context,
    auditLog: join(folder, "logs", "audit.log"),
    kube,
    core: kube.makeApiClient(CoreV1Api),
    apps: kube.makeApiClient(AppsV1Api),
    autoscaling: kube.makeApiClient(AutoscalingV2Api),
    custom: kube.makeApiClient(CustomObjectsApi),
    objects: KubernetesObjectApi.makeApiClient(kube),
  };
}
