import type { types } from "@pulumi/kubernetes";

type NetworkPolicySpec = types.input.networking.v1.NetworkPolicySpec;

/** One named rule of who may talk to whom in a namespace; the body of a NetworkPolicy. */
export interface NamedNetworkPolicy {
  readonly name: string;
  readonly spec: NetworkPolicySpec;
}

export interface NetworkPoliciesArgs {
  /** Namespace istiod runs in; absent without a mesh. */
  readonly istioNamespace?: string;
  /** Namespace Prometheus runs in; absent without it. */
  readonly monitoringNamespace?: string;
}

/** Merged metrics of a sidecar, plaintext and outside mTLS (Istio: ports used by sidecars). */
const mergedMetricsPort = 15020;
/** Configuration and certificates from istiod over TLS. */
const istiodPort = 15012;

/**
 * The allows that name a namespace, not a service: everything is denied, then DNS, istiod and scraping
 * are let through. What names a service (its callers, the gateway) is rendered by the service's chart.
 */
export function networkPolicies(args: NetworkPoliciesArgs): readonly NamedNetworkPolicy[] {
  const policies: NamedNetworkPolicy[] = [
    { name: "default-deny", spec: { podSelector: {}, policyTypes: ["Ingress", "Egress"] } },
    {
      name: "allow-dns",
      spec: egress(
        { ...namespaceNamed("kube-system"), podSelector: labelled("k8s-app", "kube-dns") },
        [
          { port: 53, protocol: "UDP" },
          { port: 53, protocol: "TCP" },
        ],
      ),
    },
  ];
  if (args.istioNamespace !== undefined) {
    policies.push({
      name: "allow-istiod",
      spec: egress(
        { ...namespaceNamed(args.istioNamespace), podSelector: labelled("app", "istiod") },
        [{ port: istiodPort, protocol: "TCP" }],
      ),
    });
  }
  if (args.istioNamespace !== undefined && args.monitoringNamespace !== undefined) {
    policies.push({
      name: "allow-mesh-metrics",
      spec: {
        podSelector: {},
        policyTypes: ["Ingress"],
        ingress: [
          {
            from: [namespaceNamed(args.monitoringNamespace)],
            ports: [{ port: mergedMetricsPort, protocol: "TCP" }],
          },
        ],
      },
    });
  }
  return policies;
}

function egress(to: object, ports: object[]): NetworkPolicySpec {
  return { podSelector: {}, policyTypes: ["Egress"], egress: [{ to: [to], ports }] };
}

/** Every namespace carries its name in this label (Kubernetes 1.22 and later). */
function namespaceNamed(name: string): { readonly namespaceSelector: object } {
  return { namespaceSelector: labelled("kubernetes.io/metadata.name", name) };
}

function labelled(key: string, value: string): { readonly matchLabels: Record<string, string> } {
  return { matchLabels: { [key]: value } };
}
