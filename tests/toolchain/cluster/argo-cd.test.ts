import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import {
  type KubernetesObject,
  type KubernetesObjectApi,
  PatchStrategy,
} from "@kubernetes/client-node";

import {
  type Cluster,
  type ClusterSpec,
  type PartState,
  readCluster,
  startCluster,
  stopCluster,
} from "../../../toolchain/cluster/cluster.ts";
import { commandLine, isOurs } from "../../../toolchain/cluster/processes.ts";
import { argoCdCrds, argoCdObjects, settings, workload } from "./argo-cd.ts";
import { type Named, pod, type Pod } from "./objects.ts";
import { clientOf, discard, get, listenersOf, pidsOf, specOf, until } from "./test-cluster.ts";

const silent = (): void => undefined;
const namespace = "gitops";
const controller = "argocd-application-controller";

describe("the processes of Argo CD on a local cluster", function () {
  this.timeout(120_000);
  let spec: ClusterSpec;
  let cluster: Cluster;
  let api: KubernetesObjectApi;

  before(async () => {
    spec = specOf("argo");
    cluster = await startCluster(spec, silent);
    api = clientOf(cluster);
  });

  after(async () => {
    await discard(spec);
  });

  /** The processes that run for pods. */
  async function podParts(): Promise<readonly PartState[]> {
    return (await readCluster(spec.folder))?.parts.filter(({ pod }) => pod !== undefined) ?? [];
  }

  /** The process of that name, once `expected` holds for it. */
  async function part(name: string, expected: (part: PartState) => boolean): Promise<PartState> {
    return await until(async () =>
      (await podParts()).find((one) => one.name === name && expected(one)),
    );
  }

  async function patch(object: KubernetesObject): Promise<void> {
    const merge = PatchStrategy.MergePatch;
    await api.patch(object, undefined, undefined, undefined, undefined, merge);
  }

  const isHealthy = ({ state }: PartState): boolean => state === "healthy";

  it("do not run before anything of Argo CD is there, nor are its definitions", async () => {
    assert.equal((await get(cluster, "/apis/argoproj.io")).code, 404);
    assert.equal((await get(cluster, "/api/v1/namespaces/argocd")).code, 404);
    assert.deepEqual(await podParts(), []);
  });

  it("fail in the status with their own words while their ConfigMap is missing", async () => {
    for (const object of [
      ...argoCdCrds(),
      { apiVersion: "v1", kind: "Namespace", metadata: { name: namespace } },
      ...argoCdObjects(namespace),
      workload("argocd-repo-server", namespace, "1-never-ready"),
      workload(controller, namespace),
    ])
      await api.create(object);

    const failed = await part(controller, ({ state }) => state === "failed");
    assert.equal(failed.pod, `${namespace}/${controller}-0`);
    assert.match(
      failed.error ?? "",
      /^argocd-application-controller: ended with code 20\. Its log/,
    );
    assert.match(failed.error ?? "", /configmap \\"argocd-cm\\" not found/);
  });

  it("do not make a start of the same cluster begin anew while they fail", async () => {
    await part(controller, ({ state }) => state === "failed");
    const again = await startCluster(spec, silent);

    assert.deepEqual(again.parts.slice(0, cluster.parts.length), cluster.parts);
  });

  it("do not run for a pod that is not Ready", async () => {
    assert.deepEqual(
      (await podParts()).map(({ name }) => name),
      [controller],
    );
  });

  it("come up by themselves when the ConfigMap appears", async () => {
    await api.create(settings(namespace));

    const healthy = await part(controller, isHealthy);
    assert.ok((healthy.restarts ?? 0) > 0);
    assert.equal(healthy.error, undefined);
  });

  it("act for the namespace of their pods", async () => {
    const { pid } = await part(controller, isHealthy);

    assert.ok(commandLine(pid).includes(`--namespace=${namespace}`));
  });

  it("are exactly those whose pods are Ready", async () => {
    await patch(workload("argocd-repo-server", namespace, "2"));
    await api.create(workload("argocd-notifications-controller", namespace));
    await part("argocd-repo-server", isHealthy);
    await part("argocd-notifications", isHealthy);

    assert.deepEqual((await podParts()).map(({ name }) => name).sort(), [
      controller,
      "argocd-notifications",
      "argocd-repo-server",
    ]);
  });

  it("listen on 127.0.0.1 and nowhere else", async function () {
    if (process.platform !== "linux") this.skip();
    const listeners = listenersOf(await pidsOf(spec.folder));

    assert.deepEqual(
      listeners.filter((address) => !address.startsWith("127.0.0.1:")),
      [],
    );
    assert.equal(listeners.length, 13);
  });

  it("are other processes after a rollout of their workload", async () => {
    const before = await part("argocd-repo-server", isHealthy);
    await patch(workload("argocd-repo-server", namespace, "3"));

    const after = await part(
      "argocd-repo-server",
      (one) => isHealthy(one) && one.pod !== before.pod,
    );
    assert.notEqual(after.pid, before.pid);
    assert.equal(after.restarts, 0);
    assert.equal(isOurs(before.pid, spec.folder), false);
  });

  it("are started again for the same pod after they died", async () => {
    const before = await part("argocd-notifications", isHealthy);
    process.kill(before.pid, "SIGKILL");

    const after = await part("argocd-notifications", (one) => isHealthy(one) && one.restarts === 1);
    assert.equal(after.pod, before.pod);
    assert.notEqual(after.pid, before.pid);
  });

  it("end when their workload is scaled to nothing", async () => {
    const before = await part("argocd-notifications", isHealthy);
    const { apiVersion, kind, metadata } = workload("argocd-notifications-controller", namespace);
    const none = { apiVersion, kind, metadata, spec: { replicas: 0 } } as KubernetesObject;
    await patch(none);

    await until(async () =>
      (await podParts()).some(({ name }) => name === before.name) ? undefined : true,
    );
    assert.equal(isOurs(before.pid, spec.folder), false);
    assert.equal((await podParts()).length, 2);
  });

  it("stop with the cluster, which leaves neither processes nor temporary files", async () => {
    const pids = await pidsOf(spec.folder);
    assert.equal(pids.length, 11);
    assert.equal(existsSync(join(spec.folder, "tmp")), true);

    assert.equal(await stopCluster(spec.folder), true);
    assert.deepEqual(
      pids.filter((pid) => isOurs(pid, spec.folder)),
      [],
    );
    assert.equal(existsSync(join(spec.folder, "tmp")), false);
  });

  it("run again for the pods of before when the start of the cluster is over", async () => {
    cluster = await startCluster(spec, silent);

    assert.deepEqual(
      cluster.parts.flatMap(({ name, pod, state }) =>
        pod === undefined ? [] : [`${name} ${state}`],
      ),
      ["argocd-repo-server healthy", `${controller} healthy`],
    );
  });

  it("do not keep new pods waiting for the nodes of the start before", async () => {
    const wanted: Pod & Named = { ...pod("late"), metadata: { name: "late", namespace } };
    await api.create(wanted);
    await until(async () => {
      const { status } = (await api.read(wanted)) as unknown as Pod;
      return status?.phase === "Running" ? true : undefined;
    });

    const leases = "/apis/coordination.k8s.io/v1/namespaces/kube-node-lease/leases";
    const { items } = (await get(cluster, leases)).body as {
      items: { spec: { leaseTransitions?: number } }[];
    };
    assert.deepEqual(
      items.map(({ spec }) => spec.leaseTransitions ?? 0),
      [0, 0, 0, 0, 0, 0],
    );
  });
});
