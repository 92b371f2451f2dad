import assert from "node:assert/strict";

import { environments } from "../config/model.ts";
import { networkOf, type Network } from "./support/network-of.ts";
import type { Peer, Pod } from "./support/network-reach.ts";
import { platformPods } from "./support/platform-pods.ts";
import { ownObjects, recordedEnvironment } from "./support/recorded-environments.ts";
import { recordSharedCluster, type SharedCluster } from "./support/shared-cluster.ts";

type Pods = Readonly<Record<string, Pod>>;

/** Ports to try on services: theirs, common ones, and those of a sidecar. */
const ports = [80, 443, 8080, 9090, 15000, 15012, 15020];

const redis = ["redis-follower:6379", "redis-leader:6379"];
const everyService = ["dns:53", "istiod:15012", "jaeger:4317"];

/** What each service needs of the platform; two of them keep things in Redis. */
const needed = {
  "notification-service": everyService,
  "order-service": everyService,
  "product-service": [...everyService, ...redis],
  "user-service": [...everyService, ...redis],
};

/** Who in the catalogue names whom as its caller. */
const calls = {
  "notification-service": ["user-service:8080"],
  "order-service": ["notification-service:8080", "product-service:8080", "user-service:8080"],
  "product-service": [],
  "user-service": ["notification-service:8080"],
};

/** Every service of the catalogue at one port. */
function every(port: number): string[] {
  return Object.keys(calls).map((name) => `${name}:${port}`);
}

function ofEach(pods: Pods, reached: (pod: Pod) => string[]): Record<string, string[]> {
  return Object.fromEntries(Object.entries(pods).map(([name, pod]) => [name, reached(pod)]));
}

for (const environment of environments) {
  describe(`the network of ${environment}`, () => {
    let network: Network;
    let services: Pods;
    const openTo = (from: Peer) => network.reached(from, services, ports);

    before(async () => {
      const recorded = await recordedEnvironment(environment);
      network = networkOf(recorded);
      services = network.servicesOf(recorded);
    });

    it("lets a service call exactly those whose entry in the catalogue names it", () => {
      assert.deepEqual(ofEach(services, openTo), calls);
    });

    it("lets the ingress gateway reach every service, and only its port", () => {
      assert.deepEqual(openTo(network.platformPod("gateway")), every(8080));
    });

    it("lets Prometheus read the sidecars and nothing else", () => {
      assert.deepEqual(openTo(network.platformPod("prometheus")), every(15020));
    });

    it("lets no other pod of the platform in at a service", () => {
      const others = Object.keys(platformPods).filter(
        (name) => name !== "gateway" && name !== "prometheus",
      );
      for (const name of others) assert.deepEqual(openTo(network.platformPod(name)), [], name);
    });

    it("lets nobody in from outside or from another namespace, whatever its labels", () => {
      assert.deepEqual(openTo("outside"), []);
      for (const { labels } of Object.values(services)) {
        assert.deepEqual(openTo({ namespace: "default", labels }), []);
      }
    });

    it("lets a service reach of the platform what it needs, Redis only where it is declared", () => {
      assert.deepEqual(ofEach(services, network.platformReached), needed);
    });

    it("lets no service out of the cluster, or into a namespace that nobody named", () => {
      const tried = [53, 443, 5432, ...ports];
      for (const [name, from] of Object.entries(services)) {
        const away: Peer[] = ["outside", { namespace: "default", labels: {} }];
        const open = away.flatMap((to) => tried.filter((port) => network.passes(from, to, port)));
        assert.deepEqual(open, [], name);
      }
    });
  });
}

describe("the network of two environments on one cluster", () => {
  let shared: SharedCluster;
  let network: Network;
  let own: Pods;
  let tenants: Pods;

  before(async function () {
    this.timeout(120_000);
    shared = await recordSharedCluster("staging", "development");
    network = networkOf(shared.owner, shared.tenant);
    own = network.servicesOf(shared.owner);
    tenants = network.servicesOf(shared.tenant);
  });

  it("is closed between their services, both ways", () => {
    for (const from of Object.values(own))
      assert.deepEqual(network.reached(from, tenants, ports), []);
    for (const from of Object.values(tenants))
      assert.deepEqual(network.reached(from, own, ports), []);
  });

  it("leads a tenant's services to the owner's platform as it does the owner's", () => {
    assert.deepEqual(ofEach(own, network.platformReached), needed);
    assert.deepEqual(ofEach(tenants, network.platformReached), needed);
    assert.deepEqual(
      ofEach(tenants, (from) => network.reached(from, tenants, ports)),
      calls,
    );
  });

  it("leads the owner's gateway and Prometheus to a tenant's services", () => {
    const [gateway, prometheus] = ["gateway", "prometheus"].map(network.platformPod);
    assert.ok(gateway !== undefined && prometheus !== undefined);
    assert.deepEqual(network.reached(gateway, tenants, ports), every(8080));
    assert.deepEqual(network.reached(prometheus, tenants, ports), every(15020));
  });

  it("is written by each stack in its own namespaces only", () => {
    const written = ownObjects(shared.tenant.recording)
      .filter(({ kind }) => kind === "NetworkPolicy" || kind === "Namespace")
      .map(({ kind, metadata }) => (kind === "Namespace" ? metadata.name : metadata.namespace));

    assert.deepEqual([...new Set(written)].sort(), ["microservices-dev", "msa-ci-development"]);
  });
});
