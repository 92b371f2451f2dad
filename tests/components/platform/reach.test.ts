import assert from "node:assert/strict";

import { networkPolicies } from "../../../components/network-policies.ts";
import { platformNamespaces } from "../../../components/platform/namespaces.ts";
import type { Config } from "../../../config/model.ts";
import { mayConnect, type Peer, type PlacedPolicy, type Pod } from "../../support/network-reach.ts";
import { platformPods } from "../../support/platform-pods.ts";
import { fullConfig } from "./full-config.ts";

const services = ["microservices-dev", "microservices-staging"];

/** A pod of a service beside the platform's own, where the policies of its chart are left out. */
function servicePod(namespace: string, labels: Readonly<Record<string, string>> = {}): Pod {
  return {
    namespace,
    labels: { app: "order-service", ...labels },
    namespaceLabels: { "msa-gitops/services": "true" },
  };
}

const servicePods = {
  "service of the owner": servicePod("microservices-dev"),
  "service of a tenant": servicePod("microservices-staging"),
};

/** The policies of a platform and of two environments on it, without those of service charts. */
function policiesOf(config: Config): PlacedPolicy[] {
  const platform = platformNamespaces(config).flatMap(({ name, policies }) =>
    policies.map(({ spec }) => ({ namespace: name, spec })),
  );
  const places = {
    istioNamespace: "istio-system",
    monitoringNamespace: "monitoring",
    tracingNamespace: "tracing",
  };
  const ofServices = services.flatMap((namespace) =>
    networkPolicies(places).map(({ spec }) => ({ namespace, spec })),
  );
  return [...platform, ...ofServices];
}

const policies = policiesOf(fullConfig());

/** Who of the platform lets a peer in, as `<pod>:<port>`; both sides must agree. */
function reached(from: Peer, among = policies): string[] {
  return Object.entries(platformPods).flatMap(([name, to]) =>
    to.ports
      .filter((port) =>
        mayConnect(among, { from, to, port, protocol: port === 53 ? "UDP" : "TCP" }),
      )
      .map((port) => `${name}:${port}`),
  );
}

const webhooks = [
  "cert-manager-webhook:10250",
  "gateway:80",
  "gateway:443",
  "istiod:15017",
  "metrics-server:10250",
  "prometheus-operator:10250",
  "vpa-admission:8000",
];

/** What each pod of the platform reaches of it, by name. */
function table(): Record<string, string> {
  const entries = Object.entries(platformPods)
    .filter(([name]) => name !== "dns")
    .map(([name, from]) => [name, reached(from).join(" ")] as const);
  return Object.fromEntries(entries);
}

describe("the network of a platform", () => {
  it("lets each of its pods reach exactly these others", () => {
    // Who may reach the API server, which is no pod, may reach what is open to every address there.
    const api = "dns:53 gateway:443";
    const redisNodes =
      "dns:53 redis-follower:6379 redis-follower:16379 redis-leader:6379 redis-leader:16379";
    assert.deepEqual(table(), {
      alertmanager: `alertmanager:9094 ${api}`,
      "argo-applicationset": `argo-repo-server:8081 ${api}`,
      "argo-controller": `argo-redis:6379 argo-repo-server:8081 ${api}`,
      "argo-notifications": `alertmanager:9093 argo-repo-server:8081 ${api}`,
      "argo-redis": "dns:53",
      "argo-repo-server": `argo-redis:6379 ${api}`,
      "argo-server": `argo-redis:6379 argo-repo-server:8081 ${api}`,
      cainjector: api,
      "cert-manager": "dns:53 gateway:80 gateway:443",
      "cert-manager-webhook": api,
      gateway:
        "argo-server:8080 dns:53 grafana:3000 headlamp:4466 istiod:15012 jaeger:4317 " +
        "jaeger:16686 oauth2-proxy:4180 prometheus:9090",
      grafana: `alertmanager:9093 ${api} grafana:9094 jaeger:16686 prometheus:9090`,
      headlamp: api,
      "istio-cni": api,
      istiod: api,
      jaeger: "dns:53",
      "kube-state-metrics": api,
      "metrics-server": `cert-manager-webhook:10250 ${api} metrics-server:10250 prometheus-operator:10250`,
      "oauth2-proxy": api,
      prometheus: [
        "alertmanager:8080 alertmanager:9093 argo-applicationset:8080 argo-controller:8082",
        "argo-notifications:9001 argo-redis:9121 argo-repo-server:8084 argo-server:8083",
        "cainjector:9402 cert-manager:9402 cert-manager-webhook:9402 cert-manager-webhook:10250",
        "dns:53 dns:9153 gateway:443 gateway:15020 gateway:15090 grafana:3000 istio-cni:15014",
        "istiod:15014 jaeger:8888 kube-state-metrics:8080 kube-state-metrics:8081",
        "metrics-server:10250 oauth2-proxy:44180 prometheus:8080 prometheus:9090",
        "prometheus-operator:10250 redis-follower:9121 redis-leader:9121 redis-operator:8080",
        "vpa-admission:8944 vpa-recommender:8942",
      ].join(" "),
      "prometheus-operator": api,
      "redis-follower": redisNodes,
      "redis-leader": redisNodes,
      "redis-operator": `${api} redis-follower:6379 redis-leader:6379`,
      "vpa-admission": api,
      "vpa-recommender": api,
    });
  });

  it("lets Alertmanager out by the ports of the channels that are on, and no other", () => {
    const { alertmanager: from } = platformPods;
    assert.ok(from !== undefined);
    const open = (among: typeof policies) =>
      [22, 80, 443, 465, 587, 6443].filter((port) =>
        mayConnect(among, { from, to: "outside", port }),
      );
    assert.deepEqual(open(policies), [443, 465]);
    const off = { transports: { teams: [] }, environments: [] };
    assert.deepEqual(open(policiesOf(fullConfig({ notifications: off }))), []);
  });

  it("lets every environment's services reach istiod and Jaeger's OTLP port, and no more", () => {
    for (const [name, pod] of Object.entries(servicePods)) {
      assert.deepEqual(reached(pod), ["dns:53", "istiod:15012", "jaeger:4317"], name);
    }
  });

  it("lets services into Redis only with the label that their chart sets", () => {
    // The way out is in the service's own chart.
    const inward = policies.filter(({ namespace }) => !services.includes(namespace));
    const client = servicePod("microservices-staging", { "msa-gitops/redis-client": "true" });
    const others = [
      servicePod("microservices-staging"),
      { ...client, namespace: "default", namespaceLabels: {} },
      platformPods["grafana"] ?? client,
    ];

    const redis = (from: Pod) => reached(from, inward).filter((each) => each.startsWith("redis"));
    assert.deepEqual(redis(client), ["redis-follower:6379", "redis-leader:6379"]);
    for (const other of others) assert.deepEqual(redis(other), []);
  });

  it("lets the API server and the world in at webhooks and the gateway only", () => {
    assert.deepEqual(reached("outside").sort(), ["dns:53", "dns:9153", ...webhooks].sort());
  });

  it("lets a namespace it does not know in at the same places only", () => {
    const stranger = { namespace: "default", labels: { "app.kubernetes.io/name": "prometheus" } };
    const dns = ["dns:53", "dns:9153"]; // kube-system is not ours to close

    assert.deepEqual(reached(stranger).sort(), [...dns, ...webhooks].sort());
  });

  it("lets only Prometheus in at services, where their own charts open no more", () => {
    const to = servicePods["service of a tenant"];
    const open = Object.entries({ ...platformPods, ...servicePods }).flatMap(([name, from]) =>
      [80, 8080, 15012, 15020]
        .filter((port) => mayConnect(policies, { from, to, port }))
        .map((port) => `${name}:${port}`),
    );
    assert.deepEqual(open, ["prometheus:15020"]);
  });

  it("keeps two environments on one cluster apart", () => {
    const [owner, tenant] = Object.values(servicePods) as [Pod, Pod];
    for (const port of [80, 443, 8080, 15020]) {
      assert.equal(mayConnect(policies, { from: owner, to: tenant, port }), false);
      assert.equal(mayConnect(policies, { from: tenant, to: owner, port }), false);
    }
  });

  it("leads the gateway to no tool that is not routed", () => {
    const { gateway } = platformPods;
    assert.ok(gateway !== undefined);
    const closed = policiesOf(fullConfig({ tools: [] }));

    assert.deepEqual(reached(gateway, closed), [
      "dns:53",
      "istiod:15012",
      "jaeger:4317",
      "oauth2-proxy:4180",
    ]);
  });
});
