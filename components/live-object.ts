import type { KubernetesObject, KubernetesObjectApi } from "@kubernetes/client-node";

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
  const { client, isAbsent } = await connected(context);
  const { name, namespace } = metadata;
  try {
    return await client.read({
      apiVersion,
      kind,
      metadata: { name, ...(namespace !== undefined && { namespace }) },
    });
  } catch (error) {
    if (isAbsent(error)) return undefined;
    throw error;
  }
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
}

/** By kubeconfig and context: a run asks for hundreds of objects, over the same few connections. */
const connections = new Map<string, Promise<Connection>>();

function connected(context: string): Promise<Connection> {
  const key = JSON.stringify([process.env["KUBECONFIG"], context]);
  const connection = connections.get(key) ?? connect(context);
  connections.set(key, connection);
  return connection;
}

async function connect(context: string): Promise<Connection> {
  // Loaded only when something is about to be changed: it costs half a second.
  const { ApiException, KubeConfig, KubernetesObjectApi } = await import("@kubernetes/client-node");
  const kubeConfig = new KubeConfig();
  kubeConfig.loadFromDefault();
  kubeConfig.setCurrentContext(context);
  return {
    client: KubernetesObjectApi.makeApiClient(kubeConfig),
    // A kind the cluster does not know yet has no objects either.
    isAbsent: (error) =>
      error instanceof ApiException
        ? error.code === 404
        : /Unrecognized API version and kind/.test(String(error)),
  };
}
