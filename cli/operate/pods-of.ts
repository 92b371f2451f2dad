import { CoreV1Api, type KubeConfig, type V1Pod } from "@kubernetes/client-node";

import { answerFor } from "../kube-answer.ts";

/** The pods of a service, by name. */
export async function podsOf(
  kube: KubeConfig,
  namespace: string,
  service: string,
): Promise<readonly V1Pod[]> {
  const list = await answerFor(
    `pods of ${service} in namespace ${namespace}`,
    kube.makeApiClient(CoreV1Api).listNamespacedPod({ namespace, labelSelector: `app=${service}` }),
  );
  return list.items.toSorted((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1));
}

/** Name of a pod as it was read. */
export function nameOf({ metadata }: V1Pod): string {
  return metadata?.name ?? "";
}

/** Names of the containers of a pod; those that stay beside them, as a mesh's proxy, last. */
export function containersOf({ spec }: V1Pod): readonly string[] {
  const all = [...(spec?.containers ?? []), ...(spec?.initContainers ?? [])];
  return all.map(({ name }) => name);
}
