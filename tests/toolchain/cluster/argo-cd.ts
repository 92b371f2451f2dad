import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { KubernetesObject, KubernetesObjectApi } from "@kubernetes/client-node";
import { parse } from "yaml";

import { hpaHealth } from "../../../components/addons/argo-cd/hpa-health.ts";
import { toolbox } from "../../../toolchain/toolbox.ts";
import { root } from "../../support/tools.ts";

/** What a release of Argo CD is seen from: kind of workload by name, as the chart argo-cd 10.1.1 renders them. */
const kinds = {
  "argocd-repo-server": "Deployment",
  "argocd-application-controller": "StatefulSet",
  "argocd-notifications-controller": "Deployment",
} as const;

export type Workload = keyof typeof kinds;
export const workloads = Object.keys(kinds) as readonly Workload[];

/** The definitions of Argo CD. */
export function argoCdCrds(): KubernetesObject[] {
  const folder = join(toolbox(root).crdsFolder, "argo-cd");
  return readdirSync(folder).map(
    (file) => parse(readFileSync(join(folder, file), "utf8")) as KubernetesObject,
  );
}

/** The ConfigMap without which the application controller does not work, with the health check the release sets. */
export function settings(namespace: string): KubernetesObject {
  const data = {
    "resource.customizations.health.autoscaling_HorizontalPodAutoscaler": hpaHealth,
  };
  return { ...configMap("argocd-cm", namespace), ...{ data } };
}

/** What a release has besides definitions, settings and workloads, as far as the controllers ask for it. */
export function argoCdObjects(namespace: string): KubernetesObject[] {
  const others = ["argocd-rbac-cm", "argocd-notifications-cm", "argocd-cmd-params-cm"];
  return [
    ...others.map((name) => configMap(name, namespace)),
    secret("argocd-secret", namespace),
    secret("argocd-notifications-secret", namespace),
  ];
}

/** A workload with the labels of the chart; `edition` changes its pod template. */
export function workload(name: Workload, namespace: string, edition = "1"): KubernetesObject {
  const labels = { "app.kubernetes.io/name": name, "app.kubernetes.io/part-of": "argocd" };
  const containers = [{ name: "main", image: `registry.test/argocd:${edition}` }];
  const spec = {
    replicas: 1,
    selector: { matchLabels: labels },
    template: {
      metadata: { labels },
      spec: { terminationGracePeriodSeconds: 1, containers },
    },
  };
  return {
    apiVersion: "apps/v1",
    kind: kinds[name],
    metadata: { name, namespace },
    ...{ spec: kinds[name] === "StatefulSet" ? { ...spec, serviceName: name } : spec },
  };
}

/** All of it, in the order of a release. */
export async function installArgoCd(api: KubernetesObjectApi, namespace: string): Promise<void> {
  for (const object of [
    ...argoCdCrds(),
    { apiVersion: "v1", kind: "Namespace", metadata: { name: namespace } },
    settings(namespace),
    ...argoCdObjects(namespace),
    ...workloads.map((name) => workload(name, namespace)),
  ])
    await api.create(object);
}

/** The label is how Argo CD finds its own settings. */
function configMap(name: string, namespace: string): KubernetesObject {
  return {
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: { name, namespace, labels: { "app.kubernetes.io/part-of": "argocd" } },
  };
}

function secret(name: string, namespace: string): KubernetesObject {
  return { ...configMap(name, namespace), kind: "Secret" };
}
