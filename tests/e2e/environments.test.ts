import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";

import { Watch } from "@kubernetes/client-node";

import { byEngine, eventsIn, writesIn } from "../support/audit-log.ts";
import { makeCheckout, type Checkout } from "../support/checkout.ts";
import { localCluster, type LocalCluster } from "../support/local-cluster.ts";
import { installOnly } from "../support/platform-choice.ts";
import { processesWith } from "../support/processes.ts";

const services = ["notification-service", "order-service", "product-service", "user-service"];

/** The seed's table of environments. */
const seed = {
  staging: {
    namespace: "microservices-staging",
    hostSuffix: "-staging",
    replicas: 2,
    bounds: [2, 5],
    requests: { cpu: "200m", memory: "256Mi" },
    limits: { cpu: "1", memory: "1Gi" },
  },
  production: {
    namespace: "microservices",
    hostSuffix: "",
    replicas: 3,
    bounds: [3, 10],
    requests: { cpu: "500m", memory: "512Mi" },
    limits: { cpu: "2", memory: "2Gi" },
  },
} as const;

/** Argo CD and the HPA need this long to change their minds; Degraded within it counts. */
const watchMilliseconds = 90_000;

describe("the other environments, side by side", function () {
  this.timeout(400_000);
  let checkout: Checkout;
  const clusters = new Map<string, LocalCluster>();
  const healthSeen = new Set<string>();
  let stopWatching = () => {};
  let watchedSince = 0;

  before(() => {
    checkout = makeCheckout();
    // Its whole platform is what platform.test.ts is about.
    installOnly(checkout, "production", ["istio", "redis"]);
  });

  after(async () => {
    stopWatching();
    await checkout.remove();
    assert.deepEqual(processesWith(checkout.folder), []);
  });

  function cluster(environment: string): LocalCluster {
    const known = clusters.get(environment);
    assert.ok(known, `${environment} did not come up`);
    return known;
  }

  for (const environment of ["staging", "production"] as const) {
    const wanted = seed[environment];
    const { namespace } = wanted;

    it(`brings ${environment} up with the seed's replicas, HPA, resources and hosts`, async () => {
      const { code, stderr } = await checkout.msa(["up", environment]);
      assert.equal(code, 0, stderr);
      const { apps, autoscaling, custom } = await opened(environment);
      for (const name of services) {
        const { spec, status } = await apps.readNamespacedDeployment({ name, namespace });
        assert.deepEqual(
          [spec?.replicas, status?.readyReplicas],
          [wanted.replicas, wanted.replicas],
        );
        const { requests, limits } = spec?.template.spec?.containers[0]?.resources ?? {};
        assert.deepEqual([requests, limits], [wanted.requests, wanted.limits]);
        const hpa = await autoscaling.readNamespacedHorizontalPodAutoscaler({
          name: `${name}-hpa`,
          namespace,
        });
        assert.deepEqual([hpa.spec.minReplicas, hpa.spec.maxReplicas], wanted.bounds);
        const route = (await custom.getNamespacedCustomObject({
          group: "networking.istio.io",
          version: "v1",
          namespace,
          plural: "virtualservices",
          name,
        })) as { spec: { hosts: string[] } };
        assert.ok(
          route.spec.hosts.includes(`${name}${wanted.hostSuffix}.jclee.me`),
          String(route.spec.hosts),
        );
      }
    });
  }

  async function opened(environment: string): Promise<LocalCluster> {
    const found = localCluster(checkout.folder, environment);
    clusters.set(environment, found);
    if (environment === "staging") {
      stopWatching = await watchHealth(found);
      watchedSince = Date.now();
    }
    return found;
  }

  /** Notes every health that an Application of a cluster has from now on. */
  async function watchHealth({ kube }: LocalCluster): Promise<() => void> {
    const path = "/apis/argoproj.io/v1alpha1/namespaces/argocd/applications";
    const controller = await new Watch(kube).watch(
      path,
      {},
      (
        _phase,
        application: { metadata: { name: string }; status?: { health?: { status?: string } } },
      ) => {
        healthSeen.add(
          `${application.metadata.name} ${application.status?.health?.status ?? "none"}`,
        );
      },
      () => {},
    );
    return () => {
      controller.abort();
    };
  }

  it("never shows Degraded in the 90 s after the first Healthy and after a rollout", async () => {
    // The other environment came up meanwhile.
    await sleep(Math.max(0, watchedSince + watchMilliseconds - Date.now()));
    checkout.edit(
      "Pulumi.staging.yaml",
      "user-service: { version: 1.0.0 }",
      "user-service: { version: 1.0.1 }",
    );
    const { code, stderr } = await checkout.msa(["up", "staging"]);
    assert.equal(code, 0, stderr);
    await sleep(watchMilliseconds);
    assert.ok(healthSeen.has("user-service-staging Healthy"));
    assert.deepEqual(
      [...healthSeen].filter((line) => line.endsWith("Degraded")),
      [],
    );
  });

  it("reports that the HPAs read no metrics, and is green all the same", async () => {
    const { code, stdout } = await checkout.msa(["status", "staging"]);
    assert.equal(code, 0);
    assert.equal(
      stdout.match(/^\S+: the HPA reads no metrics \(FailedGetResourceMetric\)/gm)?.length,
      4,
    );
  });

  it("shows all environments that are up in one table", async () => {
    const { code, stdout } = await checkout.msa(["status", "--json"]);
    assert.equal(code, 0);
    const { services: rows } = JSON.parse(stdout) as {
      services: { environment: string; replicas: { ready: number } }[];
    };
    assert.deepEqual(
      rows.map((row) => `${row.environment} ${row.replicas.ready}`),
      [...services.map(() => "staging 2"), ...services.map(() => "production 3")],
    );
  });

  it("refuses preview, up, refresh and destroy on another cluster under the same context name", async () => {
    const { kubeconfig, auditLog } = cluster("production");
    const before = eventsIn(auditLog);
    // The other cluster's kubeconfig, under the context that the staging run is pinned to.
    const other = checkout.read(kubeconfig.slice(checkout.folder.length + 1));
    const own = ".msa/local/staging/cluster/kubeconfig";
    const good = checkout.read(own);
    checkout.write(own, other.replaceAll("msa-production", "msa-staging"));
    try {
      for (const command of [
        ["preview"],
        ["up", "--yes"],
        ["refresh", "--yes"],
        ["destroy", "--yes"],
      ]) {
        const { code, stdout, stderr } = await checkout.msa([
          "pulumi",
          "staging",
          "--",
          ...command,
          "--color",
          "never",
        ]);
        assert.notEqual(code, 0, `${command[0] ?? ""} went through:\n${stdout}`);
        assert.match(
          stdout + stderr,
          /cluster\.uid: context "msa-staging" is not this stack's cluster \(found \S+, pinned \S+\)\./,
        );
      }
    } finally {
      checkout.write(own, good);
    }
    assert.deepEqual(writesIn(auditLog, before).filter(byEngine), []);
  });
});
