import type * as client from "@kubernetes/client-node";

type Client = typeof client;

let loaded: Promise<Client> | undefined;

/**
 * The Kubernetes client, which the recorder never needs and which takes a third of a second to load.
 * Called early, it loads while the provider starts.
 */
export function kubeClient(): Promise<Client> {
  loaded ??= import("@kubernetes/client-node");
  return loaded;
}

/** By kubeconfig and context: a run asks for hundreds of objects, over the same few connections. */
const configs = new Map<string, Promise<client.KubeConfig>>();

/**
 * The person's kubeconfig, set to a context.
 *
 * @throws what the client says of a kubeconfig that it cannot read.
 */
export function kubeConfigOf(context: string): Promise<client.KubeConfig> {
  const key = JSON.stringify([process.env["KUBECONFIG"], context]);
  const config = configs.get(key) ?? load(context);
  configs.set(key, config);
  return config;
}

async function load(context: string): Promise<client.KubeConfig> {
  const { KubeConfig } = await kubeClient();
  const config = new KubeConfig();
  config.loadFromDefault();
  config.setCurrentContext(context);
  return config;
}
