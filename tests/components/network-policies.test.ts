import assert from "node:assert/strict";

import { networkPolicies, type NetworkPoliciesArgs } from "../../components/network-policies.ts";
import { mayConnect, type Connection, type Peer, type Pod } from "../support/network-reach.ts";

const everything = { istioNamespace: "istio-system", monitoringNamespace: "monitoring" };

const service: Pod = { namespace: "microservices", labels: { app: "order-service" } };
const neighbour: Pod = { namespace: "microservices", labels: { app: "user-service" } };
const dns: Pod = { namespace: "kube-system", labels: { "k8s-app": "kube-dns" } };
const istiod: Pod = { namespace: "istio-system", labels: { app: "istiod" } };
const prometheus: Pod = { namespace: "monitoring", labels: {} };
const stranger: Pod = { namespace: "default", labels: { app: "istiod", "k8s-app": "kube-dns" } };

const peers: Readonly<Record<string, Peer>> = {
  neighbour,
  dns,
  istiod,
  prometheus,
  stranger,
  outside: "outside",
  "another pod of kube-system": { namespace: "kube-system", labels: {} },
  "another pod of istio-system": { namespace: "istio-system", labels: {} },
};
const ports = [53, 80, 443, 6443, 8080, 15000, 15010, 15012, 15020, 15090];

/** Everything that gets through, as `service -> dns 53/UDP`. */
function allowed(args: NetworkPoliciesArgs): string[] {
  const policies = networkPolicies(args).map(({ spec }) => ({ namespace: "microservices", spec }));
  const passes = (connection: Connection) => mayConnect(policies, connection);
  return Object.entries(peers).flatMap(([name, peer]) =>
    ports.flatMap((port) =>
      (["TCP", "UDP"] as const).flatMap((protocol) => [
        ...(passes({ from: service, to: peer, port, protocol })
          ? [`service -> ${name} ${port}/${protocol}`]
          : []),
        ...(passes({ from: peer, to: service, port, protocol })
          ? [`${name} -> service ${port}/${protocol}`]
          : []),
      ]),
    ),
  );
}

const dnsOnly = ["service -> dns 53/TCP", "service -> dns 53/UDP"];

describe("networkPolicies", () => {
  describe("who may talk to whom", () => {
    it("lets through DNS, istiod and the sidecar's metrics, and nothing else", () => {
      assert.deepEqual(allowed(everything), [
        ...dnsOnly,
        "service -> istiod 15012/TCP",
        "prometheus -> service 15020/TCP",
      ]);
    });

    it("lets through nothing but DNS without mesh and Prometheus", () => {
      assert.deepEqual(allowed({}), dnsOnly);
    });

    it("opens no metrics port without a mesh: the service's chart names the port then", () => {
      assert.deepEqual(allowed({ monitoringNamespace: "monitoring" }), dnsOnly);
    });

    it("opens no metrics port without a Prometheus", () => {
      assert.deepEqual(allowed({ istioNamespace: "istio-system" }), [
        ...dnsOnly,
        "service -> istiod 15012/TCP",
      ]);
    });

    it("follows the namespaces it is told", () => {
      assert.deepEqual(
        allowed({ istioNamespace: "mesh", monitoringNamespace: "metrics" }),
        dnsOnly,
      );
    });
  });

  it("writes exactly these policies", () => {
    const toNamespace = (name: string) => ({
      namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": name } },
    });
    assert.deepEqual(networkPolicies(everything), [
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
                  ...toNamespace("kube-system"),
                  podSelector: { matchLabels: { "k8s-app": "kube-dns" } },
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
      {
        name: "allow-istiod",
        spec: {
          podSelector: {},
          policyTypes: ["Egress"],
          egress: [
            {
              to: [
                { ...toNamespace("istio-system"), podSelector: { matchLabels: { app: "istiod" } } },
              ],
              ports: [{ port: 15012, protocol: "TCP" }],
            },
          ],
        },
      },
      {
        name: "allow-mesh-metrics",
        spec: {
          podSelector: {},
          policyTypes: ["Ingress"],
          ingress: [
            { from: [toNamespace("monitoring")], ports: [{ port: 15020, protocol: "TCP" }] },
          ],
        },
      },
    ]);
  });
});
