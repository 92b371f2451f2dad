import {
  ApiException,
  ApisApi,
  CoreV1Api,
  CustomObjectsApi,
  KubernetesObjectApi,
  PatchStrategy,
  type KubeConfig,
  type V1APIResource,
} from "@kubernetes/client-node";

import { answerFor } from "../../kube-answer.ts";

/** An object that is being deleted and that a finalizer holds. */
export interface HeldObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  readonly finalizers: readonly string[];
}

/** Every held object in a namespace, whatever its kind. */
export async function heldObjects(
  kube: KubeConfig,
  namespace: string,
): Promise<readonly HeldObject[]> {
  const api = KubernetesObjectApi.makeApiClient(kube);
  const kinds = await listableKinds(kube);
  const lists = await Promise.all(
    kinds.map(async ({ apiVersion, kind }) => {
      const list = await api.list(apiVersion, kind, namespace).catch(noneWhenRefused);
      return list.items.flatMap(({ metadata }): HeldObject[] => {
        const { name = "", deletionTimestamp, finalizers = [] } = metadata ?? {};
        const isHeld = deletionTimestamp !== undefined && finalizers.length > 0;
        return isHeld ? [{ apiVersion, kind, namespace, name, finalizers }] : [];
      });
    }),
  );
  return lists.flat();
}

/** A kind that cannot be listed, such as one whose own server is gone, holds nothing that we can release. */
function noneWhenRefused(error: unknown): { readonly items: [] } {
  if (error instanceof ApiException) return { items: [] };
  throw error;
}

interface Kind {
  readonly apiVersion: string;
  readonly kind: string;
}

async function listableKinds(kube: KubeConfig): Promise<readonly Kind[]> {
  const { groups } = await answerFor(
    "its API groups",
    kube.makeApiClient(ApisApi).getAPIVersions(),
  );
  const custom = kube.makeApiClient(CustomObjectsApi);
  const core = await answerFor("its core API", kube.makeApiClient(CoreV1Api).getAPIResources());
  const others = await Promise.all(
    groups.map(async ({ name: group, preferredVersion, versions }) => {
      const version = (preferredVersion ?? versions[0])?.version ?? "v1";
      const resources = await custom.getAPIResources({ group, version }).then(
        (list) => list.resources,
        () => [],
      );
      return kindsOf(`${group}/${version}`, resources);
    }),
  );
  return [...kindsOf("v1", core.resources), ...others.flat()];
}

function kindsOf(apiVersion: string, resources: readonly V1APIResource[]): Kind[] {
  return resources
    .filter(
      ({ name, namespaced, verbs }) => namespaced && verbs.includes("list") && !name.includes("/"),
    )
    .map(({ kind }) => ({ apiVersion, kind }));
}

/** Takes the finalizers of an object away, so that it goes. */
export async function release(kube: KubeConfig, object: HeldObject): Promise<void> {
  const { apiVersion, kind, namespace, name } = object;
  const api = KubernetesObjectApi.makeApiClient(kube);
  const patch = { apiVersion, kind, metadata: { name, namespace, finalizers: null } };
  await answerFor(
    `${kind} ${name}`,
    api
      .patch(
        // The library's type knows no null, by which a merge takes a field away.
        patch as unknown as Parameters<typeof api.patch>[0],
        ...([undefined, undefined, undefined, undefined, PatchStrategy.MergePatch] as const),
      )
      .then(
        () => undefined,
        (error: unknown) => {
          if (error instanceof ApiException && error.code === 404) return undefined;
          throw error;
        },
      ),
  );
}
