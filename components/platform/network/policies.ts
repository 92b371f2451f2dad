import type { types } from "@pulumi/kubernetes";

import type { NetworkFacts } from "./facts.ts";
import { networkPaths, type NetworkPath, type PathPort } from "./paths.ts";
import { servicesLabel, workloads, type End, type WorkloadName } from "./workloads.ts";

type NetworkPolicySpec = types.input.networking.v1.NetworkPolicySpec;

/** One named rule of who may talk to whom in a namespace; the body of a NetworkPolicy. */
export interface NamedNetworkPolicy {
  readonly name: string;
  /** The paths it opens and what for, one a line. */
  readonly paths?: string;
  readonly spec: NetworkPolicySpec;
}

/** What a namespace begins with: everything is denied, then DNS is let through. */
export const denyAllButDns: readonly NamedNetworkPolicy[] = [
  { name: "default-deny", spec: { podSelector: {}, policyTypes: ["Ingress", "Egress"] } },
  {
    name: "allow-dns",
    spec: {
      podSelector: {},
      policyTypes: ["Egress"],
      egress: [
        {
          to: [
            {
              ...namespaceNamed("kube-system"),
              podSelector: { matchLabels: workloads.dns.labels },
            },
          ],
          ports: [
            { port: 53, protocol: "UDP" },
            { port: 53, protocol: "TCP" },
          ],
        },
      ],
    },
  },
];

/** The policies of a platform's namespace: deny all but DNS, then one for each workload in it. */
export function namespacePolicies(
  namespace: string,
  facts: NetworkFacts,
): readonly NamedNetworkPolicy[] {
  const here = Object.entries(workloads).filter(([, { home }]) => facts.homes[home] === namespace);
  return [
    ...denyAllButDns,
    ...here.flatMap(([name, { labels }]) => {
      const policy = policyOf(name as WorkloadName, { matchLabels: { ...labels } }, facts);
      return policy === undefined ? [] : [policy];
    }),
  ];
}

/** The policies of a namespace of services that name no single service: one for each path. */
export function servicePolicies(facts: NetworkFacts): readonly NamedNetworkPolicy[] {
  return networkPaths(facts).flatMap((path) => {
    const policy = policyOf("services", {}, facts, [path]);
    return policy === undefined ? [] : [{ name: `allow-${path.name}`, spec: policy.spec }];
  });
}

interface Rule {
  readonly path: NetworkPath;
  /** Empty: every address. */
  readonly peers: readonly object[];
}

/** Both directions of one end's paths; undefined when no path begins or ends there. */
function policyOf(
  end: End,
  podSelector: object,
  facts: NetworkFacts,
  paths = networkPaths(facts),
): NamedNetworkPolicy | undefined {
  const receives = rulesOf(paths, end, ["to", "from"], facts);
  const sends = rulesOf(paths, end, ["from", "to"], facts);
  const opened = new Set([...receives, ...sends].map(({ path }) => path));
  if (opened.size === 0) return undefined;
  return {
    name: end,
    paths: [...opened].map(({ name, why }) => `${name}: ${why}`).join("\n"),
    spec: {
      podSelector,
      policyTypes: [
        ...(receives.length > 0 ? ["Ingress"] : []),
        ...(sends.length > 0 ? ["Egress"] : []),
      ],
      ...(receives.length > 0 && { ingress: receives.map((rule) => written(rule, "from")) }),
      ...(sends.length > 0 && { egress: sends.map((rule) => written(rule, "to")) }),
    },
  };
}

/** The paths that an end is on, each with who is at its other end. */
function rulesOf(
  paths: readonly NetworkPath[],
  end: End,
  [own, other]: readonly ["from", "to"] | readonly ["to", "from"],
  facts: NetworkFacts,
): Rule[] {
  return paths
    .filter((path) => path[own].includes(end))
    .flatMap((path) => {
      const peers = peersOf(path[other], facts);
      return peers === undefined ? [] : [{ path, peers }];
    });
}

function written({ path, peers }: Rule, key: "from" | "to"): object {
  const ports = portsOf(path.ports);
  return { ...(peers.length > 0 && { [key]: peers }), ...(ports.length > 0 && { ports }) };
}

function portsOf(ports: readonly PathPort[]) {
  return ports.map((port) =>
    typeof port === "number"
      ? { port, protocol: "TCP" }
      : { port: Number.parseInt(port, 10), protocol: "UDP" },
  );
}

/** The used ones of several ends as peers of a rule; empty for every address, undefined for none used. */
function peersOf(ends: readonly End[], facts: NetworkFacts): object[] | undefined {
  if (ends.includes("anywhere")) return [];
  const peers = ends.flatMap((end) => peerOf(end, facts) ?? []);
  return peers.length === 0 ? undefined : peers;
}

function peerOf(end: End, facts: NetworkFacts): object | undefined {
  switch (end) {
    case "anywhere":
      throw new Error("anywhere: is no peer but the absence of one.");
    case "services":
    case "each-service":
      return inServices();
    case "redis-clients":
      return { ...inServices(), podSelector: labelled("msa-gitops/redis-client", "true") };
    default: {
      const { home, labels } = workloads[end];
      const namespace = facts.homes[home];
      if (namespace === undefined) return undefined;
      if (home === "gateway" && !facts.knowsGateway) return namespaceNamed(namespace);
      return { ...namespaceNamed(namespace), podSelector: { matchLabels: { ...labels } } };
    }
  }
}

function inServices() {
  return { namespaceSelector: labelled(servicesLabel, "true") };
}

/** Every namespace carries its name in this label (Kubernetes 1.22 and later). */
function namespaceNamed(name: string): { readonly namespaceSelector: object } {
  return { namespaceSelector: labelled("kubernetes.io/metadata.name", name) };
}

function labelled(key: string, value: string): { readonly matchLabels: Record<string, string> } {
  return { matchLabels: { [key]: value } };
}
