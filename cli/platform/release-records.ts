import { CoreV1Api, type KubeConfig, type V1Secret } from "@kubernetes/client-node";

import { answerFor, answerIfThere, metadataOnly } from "../kube-answer.ts";

/** One revision of a Helm release, as the labels of its Secret say. */
export interface ReleaseRevision {
  readonly name: string;
  readonly namespace: string;
  readonly revision: number;
  /** Helm's own word, such as `deployed` or `pending-install`. */
  readonly status: string;
  /** Name of the Secret, Helm's record of the revision. */
  readonly secret: string;
}

/** How a release is called here and in `adopt`: `<namespace>/<name>`. */
export function releaseKey({ namespace, name }: { namespace: string; name: string }): string {
  return `${namespace}/${name}`;
}

/**
 * The revisions of every release in the namespaces of the given ones, oldest first, by `<namespace>/<name>`.
 *
 * @throws CliError when the cluster does not show them.
 */
export async function readRevisions(
  kube: KubeConfig,
  releases: Iterable<string>,
): Promise<ReadonlyMap<string, readonly ReleaseRevision[]>> {
  const namespaces = new Set([...releases].map((key) => key.split("/")[0] ?? ""));
  const lists = await Promise.all([...namespaces].map((name) => recordsIn(kube, name)));
  const revisions = lists.flat().sort((a, b) => a.revision - b.revision);
  return Map.groupBy(revisions, releaseKey);
}

async function recordsIn(kube: KubeConfig, namespace: string): Promise<ReleaseRevision[]> {
  // Without a limit the API server answers with the whole list, however long.
  const list: { readonly items?: readonly V1Secret[] | null } = await answerFor(
    `Helm's records in namespace ${namespace}`,
    kube
      .makeApiClient(CoreV1Api)
      .listNamespacedSecret({ namespace, labelSelector: "owner=helm" }, metadataOnly),
  );
  // A list of metadata alone has `null` where it is empty.
  return (list.items ?? []).map((item) => revisionOf(item, namespace));
}

function revisionOf({ metadata }: V1Secret, namespace: string): ReleaseRevision {
  const labels = metadata?.labels ?? {};
  return {
    name: labels["name"] ?? "",
    namespace,
    revision: Number(labels["version"] ?? 0),
    status: labels["status"] ?? "",
    secret: metadata?.name ?? "",
  };
}

/** The Secret of a revision; undefined when it has gone since it was listed. */
export async function readRecord(
  kube: KubeConfig,
  { secret: name, namespace }: ReleaseRevision,
): Promise<V1Secret | undefined> {
  return answerIfThere(
    `Secret ${namespace}/${name}`,
    kube.makeApiClient(CoreV1Api).readNamespacedSecret({ name, namespace }),
  );
}

/** Forgets a revision: Helm no longer knows of it, its objects stay. */
export async function forgetRevision(
  kube: KubeConfig,
  { secret: name, namespace }: ReleaseRevision,
): Promise<void> {
  await answerIfThere(
    `Secret ${namespace}/${name}`,
    kube.makeApiClient(CoreV1Api).deleteNamespacedSecret({ name, namespace }),
  );
}
