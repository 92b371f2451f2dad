import assert from "node:assert/strict";

import { environments } from "../config/model.ts";
import {
  mayConnect,
  type Connection,
  type Peer,
  type PlacedPolicy,
  type Pod,
} from "./support/network-reach.ts";
import {
  ownObjects,
  recordedEnvironment,
  type RecordedEnvironment,
} from "./support/recorded-environments.ts";

const containerPort = 8080;
const sidecarMetricsPort = 15020;

interface Deployment {
  readonly metadata: { readonly name: string; readonly namespace: string };
  readonly spec: {
    readonly template: { readonly metadata: { readonly labels: Readonly<Record<string, string>> } };
  };
}

/** The network as all NetworkPolicies together make it: the platform's and those of the services. */
function network({ recording, rendered }: RecordedEnvironment) {
  const objects = [...ownObjects(recording), ...rendered];
  const policies = objects
    .filter(({ kind }) => kind === "NetworkPolicy")
    .map(({ metadata, spec }) => ({ namespace: metadata.namespace, spec })) as PlacedPolicy[];
  const pods = new Map(
    (rendered.filter(({ kind }) => kind === "Deployment") as unknown as Deployment[]).map(
      ({ metadata, spec }): [string, Pod] => [
        metadata.name,
        { namespace: metadata.namespace, labels: spec.template.metadata.labels },
      ],
    ),
  );
  return { policies, pods };
}

for (const environment of environments) {
  describe(`the network of ${environment}`, () => {
    let passes: (connection: Connection) => boolean;
    let pods: ReadonlyMap<string, Pod>;

    before(async () => {
      const { policies, pods: found } = network(await recordedEnvironment(environment));
      passes = (connection) => mayConnect(policies, connection);
      pods = found;
    });

    /** Names of the services that let a peer in, with the ports they open to it. */
    function openTo(from: Peer): string[] {
      const ports = [80, 443, containerPort, 9090, 15000, 15012, sidecarMetricsPort];
      return [...pods].flatMap(([name, to]) =>
        ports.filter((port) => passes({ from, to, port })).map((port) => `${name}:${port}`),
      );
    }

    it("lets a service call exactly those whose entry in the catalogue names it", () => {
      const calls = [...pods].map(([name, pod]) => [name, openTo(pod)]);
      assert.deepEqual(Object.fromEntries(calls), {
        "notification-service": ["user-service:8080"],
        "order-service": ["notification-service:8080", "product-service:8080", "user-service:8080"],
        "product-service": [],
        "user-service": ["notification-service:8080"],
      });
    });

    it("lets the ingress gateway reach every service, and only its port", () => {
      assert.deepEqual(openTo({ namespace: "istio-ingress", labels: {} }), [
        "notification-service:8080",
        "order-service:8080",
        "product-service:8080",
        "user-service:8080",
      ]);
    });

    it("lets Prometheus read the sidecars and nothing else", () => {
      const labels = { "app.kubernetes.io/name": "prometheus" };
      assert.deepEqual(openTo({ namespace: "monitoring", labels }), [
        "notification-service:15020",
        "order-service:15020",
        "product-service:15020",
        "user-service:15020",
      ]);
    });

    it("lets nobody in from outside or from another namespace, whatever its labels", () => {
      assert.deepEqual(openTo("outside"), []);
      for (const { labels } of pods.values()) {
        assert.deepEqual(openTo({ namespace: "default", labels }), []);
      }
    });

    it("lets no service out of the cluster, and to DNS and istiod only beside the services", () => {
      const ports = [53, 443, 5432, containerPort, 15012];
      const dns = { namespace: "kube-system", labels: { "k8s-app": "kube-dns" } };
      const istiod = { namespace: "istio-system", labels: { app: "istiod" } };
      const reached = (from: Pod, to: Peer) => ports.filter((port) => passes({ from, to, port }));
      for (const [name, pod] of pods) {
        assert.deepEqual(reached(pod, "outside"), [], name);
        assert.deepEqual(reached(pod, dns), [53], name);
        assert.deepEqual(reached(pod, istiod), [15012], name);
        assert.deepEqual(reached(pod, { namespace: "default", labels: {} }), [], name);
      }
    });
  });
}
