import type { KubeConfig, KubernetesObject, KubernetesObjectApi } from "@kubernetes/client-node";
import * as pulumi from "@pulumi/pulumi";

import { kubeClient, kubeConfigOf } from "./kube-client.ts";

/** What names an object of the cluster. */
export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
}

/**
 * An object as the cluster has it now, undefined when it does not exist.
 *
 * For hooks, which must know it before the engine acts.
 *
 * @throws what the client says when the cluster does not answer, or forbids it.
 */
export async function liveObject(
  { apiVersion, kind, metadata }: Manifest,
  context: string,
): Promise<KubernetesObject | undefined> {
  const connection = await connected(context);
  const { name, namespace } = metadata;
  if (namespace !== undefined && (await isToCome(namespace, connection))) return undefined;
  return read(
    { apiVersion, kind, metadata: { name, ...(namespace !== undefined && { namespace }) } },
    connection,
  );
}

async function read(
  manifest: Manifest,
  { client, isAbsent }: Connection,
): Promise<KubernetesObject | undefined> {
  try {
    return await client.read(manifest);
  } catch (error) {
    if (isAbsent(error)) return undefined;
    throw error;
  }
}

/**
 * Whether a namespace is not there and stays away as long as this program runs, which only previews:
 * then nothing in it is there either. An update makes it and others fill it meanwhile.
 */
function isToCome(namespace: string, connection: Connection): Promise<boolean> {
  if (!pulumi.runtime.isDryRun()) return Promise.resolve(false);
  const { absent } = connection;
  const manifest = { apiVersion: "v1", kind: "Namespace", metadata: { name: namespace } };
  const asked =
    absent.get(namespace) ??
    read(manifest, connection).then(
      (live) => live === undefined,
      // Who may not see namespaces may still see what is in them.
      () => false,
    );
  absent.set(namespace, asked);
  return asked;
}

/** The ConfigMaps of a namespace that carry a label. */
export async function liveConfigMaps(
  namespace: string,
  labelSelector: string,
  context: string,
): Promise<readonly KubernetesObject[]> {
  const { client } = await connected(context);
  const { items } = await client.list(
    "v1",
    "ConfigMap",
    namespace,
    undefined,
    undefined,
    undefined,
    undefined,
    labelSelector,
  );
  return items;
}

interface Connection {
  readonly client: KubernetesObjectApi;
  readonly isAbsent: (error: unknown) => boolean;
  /** By namespace, whether it is not there; for previews. */
  readonly absent: Map<string, Promise<boolean>>;
}

const connections = new WeakMap<KubeConfig, Connection>();

async function connected(context: string): Promise<Connection> {
  const { ApiException, KubernetesObjectApi } = await kubeClient();
  const config = await kubeConfigOf(context);
  const connection = connections.get(config) ?? {
    client: KubernetesObjectApi.makeApiClient(config),
    // A kind the cluster does not know yet has no objects either.
    isAbsent: (error) =>
      error instanceof ApiException
        ? error.code === 404
        : /Unrecognized API version and kind/.test(String(error)),
    absent: new Map(),
  };
  connections.set(config, connection);
  return connection;
}
