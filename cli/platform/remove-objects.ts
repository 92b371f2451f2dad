import { setTimeout as sleep } from "node:timers/promises";

import { ApiException, KubernetesObjectApi, type KubeConfig } from "@kubernetes/client-node";

import type { KubernetesObject } from "../../manifests/object.ts";
import { CliError } from "../errors.ts";
import { answerFor } from "../kube-answer.ts";

/** An object that a release brought, by its address. */
export interface BroughtObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  /** The release's where the manifest names none; nothing to an object of the whole cluster. */
  readonly namespace: string;
  /** The release, `<namespace>/<name>`. */
  readonly release: string;
}

/** The addresses of the objects of a release. */
export function addressesOf(
  release: string,
  objects: readonly KubernetesObject[],
): readonly BroughtObject[] {
  const [releaseNamespace = ""] = release.split("/");
  return objects.map(({ apiVersion, kind, metadata: { name, namespace } }) => ({
    apiVersion,
    kind,
    name,
    namespace: namespace ?? releaseNamespace,
    release,
  }));
}

/** How long an object may take to go; one with a finalizer goes when somebody has cleaned up after it. */
const patienceMilliseconds = 60_000;
const pollMilliseconds = 200;

/**
 * Removes those of the objects that are there and still carry the release's annotations, the last of the
 * manifest first, and waits until they are gone; the others are somebody else's by now.
 *
 * @returns `<Kind>/<name>` of what was removed.
 * @throws CliError when an object does not go.
 */
export async function removeObjects(
  kube: KubeConfig,
  objects: readonly BroughtObject[],
  patience = patienceMilliseconds,
): Promise<readonly string[]> {
  const api = KubernetesObjectApi.makeApiClient(kube);
  const removed: string[] = [];
  for (const object of objects.toReversed()) {
    const where = `${object.kind}/${object.name}`;
    if ((await ownerOf(api, object)) !== object.release) continue;
    await answerFor(where, api.delete(headerOf(object)).catch(undefinedWhenGone));
    removed.push(where);
  }
  const deadline = Date.now() + patience;
  for (const object of objects) {
    await untilGone(api, object, deadline);
  }
  return removed;
}

/** The release that an object says it belongs to; undefined when it is not there. */
async function ownerOf(
  api: KubernetesObjectApi,
  object: BroughtObject,
): Promise<string | undefined> {
  const read = api.read(headerOf(object)).catch(undefinedWhenGone);
  const live = await answerFor(`${object.kind}/${object.name}`, read);
  const annotations = live?.metadata?.annotations ?? {};
  const name = annotations["meta.helm.sh/release-name"];
  const namespace = annotations["meta.helm.sh/release-namespace"];
  return live === undefined ? undefined : `${namespace ?? ""}/${name ?? ""}`;
}

async function untilGone(
  api: KubernetesObjectApi,
  object: BroughtObject,
  deadline: number,
): Promise<void> {
  while ((await ownerOf(api, object)) === object.release) {
    if (Date.now() > deadline) {
      throw new CliError(
        `${object.kind}/${object.name}: does not go (it is being deleted, in namespace ${object.namespace}). ` +
          "Look at its finalizers, and run the same command again.",
      );
    }
    await sleep(pollMilliseconds);
  }
}

function headerOf({ apiVersion, kind, name, namespace }: BroughtObject) {
  return { apiVersion, kind, metadata: { name, namespace } };
}

/** An object of a kind that the cluster does not know is gone as well. */
function undefinedWhenGone(error: unknown): undefined {
  const isGone =
    (error instanceof ApiException && error.code === 404) ||
    /Unrecognized API version and kind/.test(String(error));
  if (!isGone) throw error;
  return undefined;
}
