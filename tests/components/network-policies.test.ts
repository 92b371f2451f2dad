import assert from "node:assert/strict";

import { networkPolicies, type NetworkPoliciesArgs } from "../../components/network-policies.ts";
import { mayConnect, type Connection, type Peer, type Pod } from "../support/network-reach.ts";

const everything = {
  istioNamespace: "istio-system",
  monitoringNamespace: "monitoring",
  tracingNamespace: "tracing",
};

const service: Pod = { namespace: "microservices", labels: { app: "order-service" } };
const neighbour: Pod = { namespace: "microservices", labels: { app: "user-service" } };
const dns: Pod = { namespace: "kube-system", labels: { "k8s-app": "kube-dns" } };
const istiod: Pod = { namespace: "istio-system", labels: { app: "istiod" } };
const prometheus: Pod = {
  namespace: "monitoring",
  labels: { "app.kubernetes.io/name": "prometheus" },
};
const jaeger: Pod = { namespace: "tracing", labels: { "app.kubernetes.io/name": "jaeger" } };
const stranger: Pod = { namespace: "default", labels: { app: "istiod", "k8s-app": "kube-dns" } };

const peers: Readonly<Record<string, Peer>> = {
  neighbour,
  dns,
  istiod,
  prometheus,
  jaeger,
  stranger,
  outside: "outside",
  "another pod of kube-system": { namespace: "kube-system", labels: {} },
  "another pod of istio-system": { namespace: "istio-system", labels: {} },
  "another pod of monitoring": { namespace: "monitoring", labels: {} },
  "another pod of tracing": { namespace: "tracing", labels: {} },
};
const ports = [53, 80, 443, 4317, 4318, 6443, 8080, 15000, 15010, 15012, 15020, 15090];

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
    it("lets through DNS, istiod, traces and the sidecar's metrics, and nothing else", () => {
      assert.deepEqual(allowed(everything), [
        ...dnsOnly,
        "service -> istiod 15012/TCP",
        "prometheus -> service 15020/TCP",
        "service -> jaeger 4317/TCP",
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

    it("lets no traces out without a mesh, whose sidecars send them", () => {
      assert.deepEqual(allowed({ tracingNamespace: "tracing" }), dnsOnly);
    });

    it("follows the namespaces it is told", () => {
      assert.deepEqual(
        allowed({
          istioNamespace: "mesh",
          monitoringNamespace: "metrics",
          tracingNamespace: "traces",
        }),
        dnsOnly,
      );
    });
  });

  it("names each policy by what it lets through", () => {
    assert.deepEqual(
      networkPolicies(everything).map(({ name }) => name),
      ["default-deny", "allow-dns", "allow-istiod", "allow-tracing", "allow-mesh-metrics"],
    );
  });

  it("writes exactly this for the denial, for a path in and for a path out", () => {
    const toNamespace = (name: string) => ({
      namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": name } },
    });
    const [deny, , istiodPolicy, , metricsPolicy] = networkPolicies(everything);
    assert.deepEqual(deny?.spec, { podSelector: {}, policyTypes: ["Ingress", "Egress"] });
    assert.deepEqual(istiodPolicy?.spec, {
      podSelector: {},
      policyTypes: ["Egress"],
      egress: [
        {
          to: [{ ...toNamespace("istio-system"), podSelector: { matchLabels: istiod.labels } }],
          ports: [{ port: 15012, protocol: "TCP" }],
        },
      ],
    });
    assert.deepEqual(metricsPolicy?.spec, {
      podSelector: {},
      policyTypes: ["Ingress"],
      ingress: [
        {
          from: [{ ...toNamespace("monitoring"), podSelector: { matchLabels: prometheus.labels } }],
          ports: [{ port: 15020, protocol: "TCP" }],
        },
      ],
    });
  });
});
