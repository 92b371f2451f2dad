import { mayConnect, type Peer, type PlacedPolicy, type Pod } from "./network-reach.ts";
import { platformPods } from "./platform-pods.ts";
import { ownObjects, type RecordedEnvironment } from "./recorded-environments.ts";

type Labels = Readonly<Record<string, string>>;
type Pods = Readonly<Record<string, Pod>>;

interface Deployment {
  readonly metadata: { readonly name: string; readonly namespace: string };
  readonly spec: { readonly template: { readonly metadata: { readonly labels: Labels } } };
}

/** The network of a cluster as all NetworkPolicies on it together make it. */
export interface Network {
  /** Pods of the services of one environment, by the name of the service. */
  readonly servicesOf: (environment: RecordedEnvironment) => Pods;
  /** A pod of the platform, by its name in platform-pods.ts. */
  readonly platformPod: (name: string) => Pod;
  /** Whether a connection passes. */
  readonly passes: (from: Peer, to: Peer, port: number) => boolean;
  /** Those of some pods that a peer reaches, as `<name>:<port>`. */
  readonly reached: (from: Peer, pods: Pods, ports: readonly number[]) => string[];
  /** The same of the platform's pods, each at the ports it listens on. */
  readonly platformReached: (from: Peer) => string[];
}

/** The network of a cluster with the recorded environments on it. */
export function networkOf(...environments: readonly RecordedEnvironment[]): Network {
  const objects = environments.flatMap(({ recording, rendered }) => [
    ...ownObjects(recording),
    ...rendered,
  ]);
  const policies = objects
    .filter(({ kind }) => kind === "NetworkPolicy")
    .map(({ metadata, spec }) => ({ namespace: metadata.namespace, spec })) as PlacedPolicy[];
  const namespaceLabels = new Map(
    objects
      .filter(({ kind }) => kind === "Namespace")
      .map(({ metadata }): [string, Labels] => [metadata.name, metadata.labels ?? {}]),
  );
  const placed = (namespace: string, labels: Labels): Pod => ({
    namespace,
    labels,
    namespaceLabels: namespaceLabels.get(namespace) ?? {},
  });
  const passes: Network["passes"] = (from, to, port) =>
    mayConnect(policies, { from, to, port, protocol: port === 53 ? "UDP" : "TCP" });
  const reached: Network["reached"] = (from, pods, ports) =>
    Object.entries(pods).flatMap(([name, to]) =>
      ports.filter((port) => passes(from, to, port)).map((port) => `${name}:${port}`),
    );
  return {
    servicesOf: ({ rendered }) =>
      Object.fromEntries(
        (rendered.filter(({ kind }) => kind === "Deployment") as unknown as Deployment[]).map(
          ({ metadata, spec }) => [
            metadata.name,
            placed(metadata.namespace, spec.template.metadata.labels),
          ],
        ),
      ),
    platformPod: (name) => {
      const pod = platformPods[name];
      if (pod === undefined) throw new Error(`${name}: no such pod in platform-pods.ts.`);
      return placed(pod.namespace, pod.labels);
    },
    passes,
    reached,
    platformReached: (from) =>
      Object.entries(platformPods).flatMap(([name, { namespace, labels, ports }]) =>
        reached(from, { [name]: placed(namespace, labels) }, ports),
      ),
  };
}
