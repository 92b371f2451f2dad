import type { types } from "@pulumi/kubernetes";

type Spec = types.input.networking.v1.NetworkPolicySpec;

/** One end of a connection: a pod, or `outside`, which stands for every address beyond the cluster. */
export type Peer = Pod | "outside";

export interface Pod {
  readonly namespace: string;
  readonly labels: Readonly<Record<string, string>>;
  /** Labels of its namespace besides the one with its name. */
  readonly namespaceLabels?: Readonly<Record<string, string>>;
}

/** A NetworkPolicy and the namespace it lies in. */
export interface PlacedPolicy {
  readonly namespace: string;
  readonly spec: Spec;
}

export interface Connection {
  readonly from: Peer;
  readonly to: Peer;
  readonly port: number;
  readonly protocol?: "TCP" | "UDP";
}

interface Selector {
  readonly matchLabels?: Readonly<Record<string, string>>;
}

interface RulePeer {
  readonly namespaceSelector?: Selector;
  readonly podSelector?: Selector;
}

interface Rule {
  readonly from?: readonly RulePeer[];
  readonly to?: readonly RulePeer[];
  readonly ports?: readonly { readonly port?: number; readonly protocol?: string }[];
}

interface PlainSpec {
  readonly podSelector: Selector;
  readonly policyTypes: readonly string[];
  readonly ingress?: readonly Rule[];
  readonly egress?: readonly Rule[];
}

/**
 * Whether NetworkPolicies let a connection through: the sender may send and the receiver may receive.
 *
 * Understands what this project writes (labels, namespaces, ports by number) and refuses the rest, so
 * that a rule it cannot judge is never passed over.
 */
export function mayConnect(policies: readonly PlacedPolicy[], connection: Connection): boolean {
  const { from, to } = connection;
  return (
    passes(policies, "Egress", from, to, connection) &&
    passes(policies, "Ingress", to, from, connection)
  );
}

function passes(
  policies: readonly PlacedPolicy[],
  direction: "Ingress" | "Egress",
  self: Peer,
  other: Peer,
  connection: Connection,
): boolean {
  if (self === "outside") return true;
  const binding = policies
    .filter(({ namespace }) => namespace === self.namespace)
    .map(({ namespace, spec }) => ({ namespace, spec: understood(spec) }))
    .filter(({ spec }) => spec.policyTypes.includes(direction))
    .filter(({ spec }) => selects(spec.podSelector, self.labels));
  if (binding.length === 0) return true;
  return binding.some(({ namespace, spec }) => {
    const rules = direction === "Egress" ? spec.egress : spec.ingress;
    return (rules ?? []).some((rule) => {
      const peers = direction === "Egress" ? rule.to : rule.from;
      return isPeer(peers, other, namespace) && isPort(rule, connection);
    });
  });
}

function isPeer(peers: readonly RulePeer[] | undefined, other: Peer, namespace: string): boolean {
  if (peers === undefined || peers.length === 0) return true;
  if (other === "outside") return false;
  return peers.some(({ namespaceSelector, podSelector }) => {
    const isNamespace =
      namespaceSelector === undefined
        ? other.namespace === namespace
        : selects(namespaceSelector, {
            ...other.namespaceLabels,
            "kubernetes.io/metadata.name": other.namespace,
          });
    return isNamespace && (podSelector === undefined || selects(podSelector, other.labels));
  });
}

function isPort({ ports }: Rule, { port, protocol = "TCP" }: Connection): boolean {
  if (ports === undefined || ports.length === 0) return true;
  return ports.some(
    (each) =>
      (each.protocol ?? "TCP") === protocol && (each.port === undefined || each.port === port),
  );
}

function selects(
  { matchLabels = {} }: Selector,
  labels: Readonly<Record<string, string>>,
): boolean {
  return Object.entries(matchLabels).every(([key, value]) => labels[key] === value);
}

const knownKeys = [
  ...["podSelector", "policyTypes", "ingress", "egress", "from", "to", "ports"],
  ...["namespaceSelector", "matchLabels", "port", "protocol"],
];

function understood(spec: Spec): PlainSpec {
  const refuse = (value: unknown): void => {
    if (typeof value !== "object" || value === null) return;
    for (const [key, inner] of Object.entries(value)) {
      const isKnown = Array.isArray(value) || knownKeys.includes(key);
      if (!isKnown || (key === "port" && typeof inner !== "number")) {
        throw new Error(`NetworkPolicy: ${key} is not understood by this test. Teach it.`);
      }
      if (key !== "matchLabels") refuse(inner);
    }
  };
  refuse(spec);
  const plain = spec as PlainSpec;
  if (!Array.isArray(plain.policyTypes)) throw new Error("NetworkPolicy: policyTypes is missing.");
  return plain;
}
