import assert from "node:assert/strict";
import type { KubernetesObjectApi } from "@kubernetes/client-node";

import {
  type Cluster,
  type ClusterSpec,
  startCluster,
} from "../../../toolchain/cluster/cluster.ts";
import type { Named } from "./objects.ts";
import { clientOf, discard, get, listenersOf, pidsOf, specOf, until } from "./test-cluster.ts";

const silent = (): void => undefined;
const registration = "/apis/apiregistration.k8s.io/v1/apiservices/v1beta1.metrics.k8s.io";

interface Hpa extends Named {
  readonly status?: {
    readonly currentMetrics?: readonly {
      readonly resource?: {
        readonly current: { readonly averageUtilization?: number; readonly averageValue?: string };
      };
    }[];
  };
}

describe("a local cluster with a metrics API", function () {
  this.timeout(180_000);
  let spec: ClusterSpec;
  let cluster: Cluster;
  let api: KubernetesObjectApi;

  before(async () => {
    spec = specOf("metrics", { metrics: true });
    cluster = await startCluster(spec, silent);
    api = clientOf(cluster);
  });

  after(async () => {
    await discard(spec);
  });

  it("lets an HPA read what its pods use", async () => {
    await api.create(namespace);
    await api.create(deployment);
    await api.create(hpa);

    const current = await until(async () => {
      const { status } = await api.read<Hpa>(hpa);
      return status?.currentMetrics?.[0]?.resource?.current.averageUtilization === undefined
        ? undefined
        : status.currentMetrics;
    });
    // Pods report 35m of the 100m they ask for; the rate over a window of time is rounded.
    const utilization = current[0]?.resource?.current.averageUtilization ?? 0;
    assert.ok(Math.abs(utilization - 35) <= 2, `found ${utilization} %`);
  });

  it("listens on 127.0.0.1 and nowhere else", async function () {
    if (process.platform !== "linux") this.skip();
    const listeners = listenersOf(await pidsOf(spec.folder));

    assert.deepEqual(
      listeners.filter((address) => !address.startsWith("127.0.0.1:")),
      [],
    );
    assert.equal(listeners.length, 10);
  });

  it("loses it again when it is started without, and namespaces can still be deleted", async () => {
    assert.equal((await get(cluster, registration)).code, 200);
    cluster = await startCluster({ ...spec, metrics: false }, silent);
    assert.equal((await get(cluster, registration)).code, 404);
    assert.equal(
      cluster.parts.some(({ name }) => name === "metrics-server"),
      false,
    );

    await api.delete(namespace);
    const code = await until(async () => {
      const answer = await get(cluster, "/api/v1/namespaces/busy");
      return answer.code === 200 ? undefined : answer.code;
    });
    assert.equal(code, 404);
  });
});

const namespace = { apiVersion: "v1", kind: "Namespace", metadata: { name: "busy" } };
const labels = { app: "busy" };
const deployment = {
  apiVersion: "apps/v1",
  kind: "Deployment",
  metadata: { name: "busy", namespace: "busy" },
  spec: {
    replicas: 2,
    selector: { matchLabels: labels },
    template: {
      metadata: { labels, annotations: { "kwok.x-k8s.io/usage-cpu": "35m" } },
      spec: {
        terminationGracePeriodSeconds: 1,
        containers: [
          { name: "main", image: "registry.test/busy:1", resources: { requests: { cpu: "100m" } } },
        ],
      },
    },
  },
};
const hpa = {
  apiVersion: "autoscaling/v2",
  kind: "HorizontalPodAutoscaler",
  metadata: { name: "busy", namespace: "busy" },
  spec: {
    minReplicas: 2,
    maxReplicas: 4,
    scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name: "busy" },
    metrics: [
      {
        type: "Resource",
        resource: { name: "cpu", target: { type: "Utilization", averageUtilization: 70 } },
      },
    ],
  },
};
