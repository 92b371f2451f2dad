import {
  AdmissionregistrationV1Api,
  ApiextensionsV1Api,
  ApiregistrationV1Api,
  RbacAuthorizationV1Api,
} from "@kubernetes/client-node";

import type { LocalCluster } from "./local-cluster.ts";

/** A live object, as far as its place and its name go. */
interface Named {
  readonly metadata?: { readonly name?: string; readonly namespace?: string };
}

function names(items: readonly Named[]): string[] {
  return items
    .map(({ metadata }) => [metadata?.namespace, metadata?.name].filter(Boolean).join("/"))
    .sort();
}

/**
 * What a platform leaves on a cluster if it leaves anything: by kind, the names of everything that is
 * not in a namespace of its own, and of what could hold a namespace back.
 */
export async function clusterContent({
  kube,
  core,
}: LocalCluster): Promise<Readonly<Record<string, readonly string[]>>> {
  const admission = kube.makeApiClient(AdmissionregistrationV1Api);
  const rbac = kube.makeApiClient(RbacAuthorizationV1Api);
  const [namespaces, crds, validating, mutating, apis, roles, bindings, secrets, volumes, maps] =
    await Promise.all([
      core.listNamespace(),
      kube.makeApiClient(ApiextensionsV1Api).listCustomResourceDefinition(),
      admission.listValidatingWebhookConfiguration(),
      admission.listMutatingWebhookConfiguration(),
      kube.makeApiClient(ApiregistrationV1Api).listAPIService(),
      rbac.listClusterRole(),
      rbac.listClusterRoleBinding(),
      core.listSecretForAllNamespaces(),
      core.listPersistentVolume(),
      core.listNamespacedConfigMap({ namespace: "kube-system" }),
    ]);
  return {
    namespaces: names(namespaces.items),
    crds: names(crds.items),
    webhooks: names([...validating.items, ...mutating.items]),
    apiServices: names(apis.items),
    clusterRoles: names(roles.items),
    clusterRoleBindings: names(bindings.items),
    secrets: names(secrets.items),
    volumes: names(volumes.items),
    systemConfigMaps: names(maps.items),
  };
}

/** Names of the Helm releases on a cluster, each `<namespace>/<release>`, deployed ones only. */
export async function deployedReleases({ core }: LocalCluster): Promise<string[]> {
  const { items } = await core.listSecretForAllNamespaces({
    labelSelector: "owner=helm,status=deployed",
  });
  return items
    .map(({ metadata }) => `${metadata?.namespace ?? ""}/${metadata?.labels?.["name"] ?? ""}`)
    .sort();
}
