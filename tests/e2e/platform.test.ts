import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";

import { writesIn } from "../support/audit-log.ts";
import { makeCheckout, type Checkout } from "../support/checkout.ts";
import { clusterContent, deployedReleases } from "../support/cluster-content.ts";
import { everyObject } from "../support/every-object.ts";
import { injectedPod, type InjectionValues } from "../support/injected-pod.ts";
import { localCluster, type LocalCluster } from "../support/local-cluster.ts";
import { usePlatformOf } from "../support/platform-choice.ts";
import { processesWith } from "../support/processes.ts";
import { only } from "../support/record-component.ts";
import { recordedEnvironment } from "../support/recorded-environments.ts";

type Template = Parameters<typeof injectedPod>[0];

const services = ["notification-service", "order-service", "product-service", "user-service"];

const releases = [
  "argocd/argo-cd",
  "autoscaling/metrics-server",
  "autoscaling/vpa",
  "cert-manager/cert-manager",
  "istio-ingress/istio-ingress",
  "istio-system/istio-base",
  "istio-system/istio-cni",
  "istio-system/istiod",
  "management/headlamp",
  "monitoring/grafana",
  "monitoring/kube-prometheus-stack",
  "monitoring/prometheus-operator-crds",
  "redis/redis",
  "redis/redis-operator",
  "tracing/jaeger",
];

/** Each release after those it cannot do without. */
const order = [
  ["istio-base", "istiod"],
  ["istiod", "istio-ingress"],
  ["prometheus-operator-crds", "cert-manager"],
  ["prometheus-operator-crds", "kube-prometheus-stack"],
  ["prometheus-operator-crds", "argo-cd"],
  ["redis-operator", "redis"],
] as const;

interface UpOutput {
  readonly changes: { readonly same: number; readonly changed: number };
  readonly tools: readonly Record<string, unknown>[];
}

describe("the whole platform of production", function () {
  this.timeout(500_000);
  let checkout: Checkout;
  let cluster: LocalCluster;
  let empty: Readonly<Record<string, readonly string[]>> | undefined;
  let emptyObjects: readonly string[] | undefined;

  before(() => {
    checkout = makeCheckout();
  });

  after(async () => {
    await checkout.remove();
    assert.deepEqual(processesWith(checkout.folder), []);
  });

  /** Kills the run and every engine process of it as soon as `reached` says so. */
  async function killedUp(reached: () => Promise<boolean>): Promise<void> {
    const running = checkout.start(["up", "production"]);
    while (!(await reached())) {
      assert.equal(running.code(), undefined, "the run ended before it could be killed");
      await sleep(200);
    }
    running.kill();
    await running.ended;
  }

  it("converges when its first run is killed half-way", async () => {
    await killedUp(async () => {
      try {
        cluster = localCluster(checkout.folder, "production");
        const content = await clusterContent(cluster);
        // The last thing a new cluster gets; the engine has not begun by then.
        if (content["systemConfigMaps"]?.includes("kube-system/kube-root-ca.crt") === true) {
          emptyObjects ??= await everyObject(cluster);
          empty ??= content;
        }
        return (await deployedReleases(cluster)).length >= 5;
      } catch {
        return false;
      }
    });
    assert.ok((await deployedReleases(cluster)).length < releases.length);
    const { code, stderr } = await checkout.msa(["up", "production"]);
    assert.equal(code, 0, stderr);
    assert.deepEqual(await deployedReleases(cluster), releases);
  });

  it("installed each release after those it needs", () => {
    const created = writesIn(cluster.auditLog)
      .filter(({ verb, objectRef }) => verb === "create" && objectRef?.resource === "secrets")
      .map(({ objectRef }) => /^sh\.helm\.release\.v1\.(.+)\.v1$/.exec(objectRef?.name ?? "")?.[1])
      .filter((name) => name !== undefined);
    for (const [first, second] of order) {
      assert.ok(created.includes(first), first);
      assert.ok(created.indexOf(first) < created.indexOf(second), `${first} before ${second}`);
    }
  });

  it("changes nothing when it is run again, and says how each tool is opened", async () => {
    const { code, stdout, stderr } = await checkout.msa(["up", "production", "--json"]);
    assert.equal(code, 0, stderr);
    const { changes, tools } = JSON.parse(stdout) as UpOutput;
    assert.equal(changes.changed, 0);
    assert.deepEqual(
      tools.map(({ name, url, login }) => [name, url ?? "port-forward", login]),
      [
        ["argo", "https://argo.jclee.me", "own"],
        ["grafana", "https://grafana.jclee.me", "own"],
        ["jaeger", "port-forward", "none"],
        ["k8s", "port-forward", "none"],
        ["prometheus", "port-forward", "none"],
      ],
    );
  });

  it("runs services whose pods the restricted Pod Security Standard takes with a sidecar", async () => {
    const namespace = "microservices";
    const { recording } = await recordedEnvironment("production");
    const istiod = only(
      recording.resources.filter(({ name }) => name === "istio-istiod"),
      "Release",
    );
    const values = istiod.inputs["values"] as InjectionValues;
    for (const name of services) {
      const { spec } = await cluster.apps.readNamespacedDeployment({ name, namespace });
      const template = JSON.parse(JSON.stringify(spec?.template)) as Template;
      const send = async (given: InjectionValues) =>
        cluster.core.createNamespacedPod({
          namespace,
          body: injectedPod(template, { name, namespace }, given),
          dryRun: "All",
        });
      await send(values);
      // Without the CNI a sidecar sets the pod's network up itself, for which it needs NET_ADMIN.
      await assert.rejects(send({ ...values, cni: { enabled: false } }), /violates PodSecurity/);
    }
  });

  it("has no object that both Pulumi and Argo CD write", async () => {
    const { items } = (await cluster.custom.listClusterCustomObject({
      group: "networking.istio.io",
      version: "v1",
      plural: "virtualservices",
    })) as { items: { metadata: { name: string; managedFields?: { manager?: string }[] } }[] };
    assert.ok(items.length >= services.length);
    for (const { metadata } of items) {
      const managers = new Set((metadata.managedFields ?? []).map(({ manager }) => manager));
      const owners = [...managers].filter((name) =>
        /^(msa-production|argocd-controller)$/.test(name ?? ""),
      );
      assert.equal(owners.length, 1, `${metadata.name}: ${[...managers].join(", ")}`);
    }
  });

  for (const tenant of ["staging", "development"]) {
    it(`takes ${tenant} in as a tenant, with one Argo CD, one Istio and one Prometheus`, async () => {
      checkout.edit(`Pulumi.${tenant}.yaml`, /^ {2}msa:addons:.*\n( {4}.*\n)*/m, "");
      usePlatformOf(checkout, tenant, "production");
      const { code, stderr } = await checkout.msa(["up", tenant]);
      assert.equal(code, 0, stderr);
      assert.deepEqual(await deployedReleases(cluster), releases);
      const { stdout } = await checkout.msa(["status", tenant]);
      for (const name of services) assert.match(stdout, new RegExp(`${name}.*Synced │ Healthy`));
    });
  }

  it("refuses a second owner on the same cluster before anything is written", async () => {
    const joined = ".msa/local/staging/Pulumi.staging.yaml";
    const good = checkout.read(joined);
    checkout.edit(joined, /^ {2}msa:platform:.*\n( {4}.*\n)*/m, "");
    const { code, stdout, stderr } = await checkout.msa([
      "pulumi",
      "staging",
      "--",
      "up",
      "--yes",
      "--color",
      "never",
    ]);
    checkout.write(joined, good);
    assert.notEqual(code, 0);
    assert.match(stdout + stderr, /already has the platform of stack production/);
    assert.deepEqual(await deployedReleases(cluster), releases);
  });

  it("refuses to destroy the owner while it has tenants, and names them", async () => {
    const { code, stderr } = await checkout.msa([
      "destroy",
      "production",
      "--unprotect",
      "--confirm",
      "production",
    ]);
    assert.equal(code, 1);
    assert.match(stderr, /development and staging/);
    assert.deepEqual(await deployedReleases(cluster), releases);
  });

  it("leaves nothing behind when tenants and owner are destroyed", async () => {
    for (const environment of ["development", "staging", "production"]) {
      const { code, stderr } = await checkout.msa([
        "destroy",
        environment,
        "--unprotect",
        "--confirm",
        environment,
      ]);
      assert.equal(code, 0, stderr);
    }
    assert.deepEqual(await clusterContent(cluster), empty);
    const left = (await everyObject(cluster)).filter(
      (each) => emptyObjects?.includes(each) !== true,
    );
    assert.deepEqual(left, []);
  });

  it("refuses a tenant whose owner's platform is not there", async () => {
    const { code, stderr } = await checkout.msa(["up", "staging"]);
    assert.equal(code, 1);
    assert.match(stderr, /platform\.owner: .*production/);
    const { items } = await cluster.core.listNamespace();
    assert.ok(!items.some(({ metadata }) => metadata?.name === "microservices-staging"));
  });
});
