import { setTimeout as sleep } from "node:timers/promises";

import {
  ApiextensionsV1Api,
  CustomObjectsApi,
  type KubeConfig,
  type V1CustomResourceDefinition,
} from "@kubernetes/client-node";

import { answerFor, answerIfThere, metadataOnly, metadataOnlyOfOne } from "../kube-answer.ts";

/** A definition that is on the cluster and the objects of it that are left. */
export interface Definition {
  readonly name: string;
  /** `<namespace>/<name>` or `<name>`. */
  readonly objects: readonly string[];
}

interface LiveObject {
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly deletionTimestamp?: string;
    readonly ownerReferences?: readonly unknown[];
  };
}

/** How long objects may take that somebody is removing already. */
const patienceMilliseconds = 60_000;
const pollMilliseconds = 500;

/**
 * Those of the named CustomResourceDefinitions that the cluster has, with the objects of each.
 *
 * Objects that are being deleted, or go after an owner that is, are waited for.
 */
export async function definitionsWithObjects(
  kube: KubeConfig,
  names: readonly string[],
  patience = patienceMilliseconds,
): Promise<readonly Definition[]> {
  const api = kube.makeApiClient(ApiextensionsV1Api);
  const read = names.map((name) => answerIfThere(name, api.readCustomResourceDefinition({ name })));
  const there = (await Promise.all(read)).filter((each) => each !== undefined);
  const deadline = Date.now() + patience;
  return Promise.all(
    there.map(async (definition) => ({
      name: definition.metadata?.name ?? "",
      objects: await settledObjects(kube, definition, deadline),
    })),
  );
}

async function settledObjects(
  kube: KubeConfig,
  definition: V1CustomResourceDefinition,
  deadline: number,
): Promise<readonly string[]> {
  for (;;) {
    const objects = await objectsOf(kube, definition);
    if (!objects.some(isLeaving) || Date.now() > deadline) return objects.map(nameOf);
    await sleep(pollMilliseconds);
  }
}

async function objectsOf(
  kube: KubeConfig,
  { metadata, spec: { group, versions, names } }: V1CustomResourceDefinition,
): Promise<readonly LiveObject[]> {
  const version = versions.find(({ served }) => served)?.name;
  // Nothing can be read of a kind that is not served, and nothing uses it either.
  if (version === undefined) return [];
  const api = kube.makeApiClient(CustomObjectsApi);
  // Without a limit the API server answers with the whole list, however long.
  const list = (await answerIfThere(
    `objects of ${metadata?.name ?? ""}`,
    api.listClusterCustomObject({ group, version, plural: names.plural }, metadataOnly),
  )) as { readonly items: readonly LiveObject[] } | undefined;
  return list?.items ?? [];
}

function isLeaving({ metadata: { deletionTimestamp, ownerReferences = [] } }: LiveObject): boolean {
  return deletionTimestamp !== undefined || ownerReferences.length > 0;
}

function nameOf({ metadata: { name, namespace } }: LiveObject): string {
  return namespace === undefined ? name : `${namespace}/${name}`;
}

/**
 * Removes definitions and waits until they are gone; each takes its objects with it, so there must be none
 * worth keeping.
 */
export async function removeDefinitions(
  kube: KubeConfig,
  names: readonly string[],
  patience = patienceMilliseconds,
): Promise<void> {
  const api = kube.makeApiClient(ApiextensionsV1Api);
  for (const name of names) {
    await answerIfThere(name, api.deleteCustomResourceDefinition({ name }));
  }
  const deadline = Date.now() + patience;
  for (const name of names) {
    while ((await answerFor(name, isThere(api, name))) && Date.now() < deadline) {
      await sleep(pollMilliseconds);
    }
  }
}

async function isThere(api: ApiextensionsV1Api, name: string): Promise<boolean> {
  const read = api.readCustomResourceDefinition({ name }, metadataOnlyOfOne);
  return (await answerIfThere(name, read)) !== undefined;
}
