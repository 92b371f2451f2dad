import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import type { KubernetesObjectApi } from "@kubernetes/client-node";
import { type V1ConfigMap, type V1Namespace, type V1NodeList } from "@kubernetes/client-node";

import {
  type Cluster,
  type ClusterSpec,
  type ProgressEvent,
  readCluster,
  startCluster,
  stopCluster,
} from "../../../toolchain/cluster/cluster.ts";
import { isOurs, waitUntilGone } from "../../../toolchain/cluster/processes.ts";
import { ToolchainError } from "../../../toolchain/errors.ts";
import {
  clientOf,
  discard,
  get,
  listenersOf,
  partNames,
  pidsOf,
  specOf,
  until,
} from "./test-cluster.ts";

const silent = (): void => undefined;

describe("a local cluster", function () {
  this.timeout(180_000);
  let spec: ClusterSpec;
  let cluster: Cluster;
  let api: KubernetesObjectApi;
  /** What a second start came to while the first was under way. */
  let second: unknown;
  const events: ProgressEvent[] = [];

  before(async () => {
    spec = specOf("life");
    const first = startCluster(spec, (event) => events.push(event));
    second = await startCluster(spec, silent).catch((error: unknown) => error);
    cluster = await first;
    api = clientOf(cluster);
  });

  after(async () => {
    await discard(spec);
  });

  it("refuses a second start while the first is under way", () => {
    assert.ok(second instanceof ToolchainError);
    assert.equal(
      second.message,
      `${spec.folder}: another start is running (process ${process.pid}). Wait for it to end and try again.`,
    );
  });

  it("is up with every part healthy, and says so part by part", () => {
    assert.deepEqual(
      cluster.parts.map(({ name, state }) => `${name} ${state}`).sort(),
      partNames.map((name) => `${name} healthy`),
    );
    assert.deepEqual(
      events
        .filter(({ state }) => state === "healthy")
        .map(({ part }) => part)
        .sort(),
      [...partNames, "cluster objects"].sort(),
    );
    assert.deepEqual(events.at(-1)?.number, 9);
    assert.ok(events.every(({ of }) => of === 9));
  });

  it("is found under its own context and tells its identity", async () => {
    const system = await api.read<V1Namespace>({
      apiVersion: "v1",
      kind: "Namespace",
      metadata: { name: "kube-system" },
    });

    assert.equal(cluster.context, "msa-life");
    assert.equal(cluster.uid, system.metadata?.uid);
  });

  it("has six ready nodes in three zones, with room for 110 pods each", async () => {
    const nodes = await until(async () => {
      const { items } = (await api.list("v1", "Node")) as unknown as V1NodeList;
      const ready = items.filter(({ status }) =>
        status?.conditions?.some(({ type, status }) => type === "Ready" && status === "True"),
      );
      return ready.length === 6 ? ready : undefined;
    });

    assert.deepEqual(
      nodes.map(({ metadata, status }) => [
        metadata?.labels?.["topology.kubernetes.io/zone"],
        status?.allocatable?.["pods"],
      ]),
      [
        ["local-a", "110"],
        ["local-b", "110"],
        ["local-c", "110"],
        ["local-a", "110"],
        ["local-b", "110"],
        ["local-c", "110"],
      ],
    );
  });

  it("is bare: no custom resource, no namespace but those of Kubernetes itself", async () => {
    const crds = await api.list("apiextensions.k8s.io/v1", "CustomResourceDefinition");
    const namespaces = await api.list("v1", "Namespace");

    assert.deepEqual(crds.items, []);
    assert.deepEqual(namespaces.items.map(({ metadata }) => metadata?.name).sort(), [
      "default",
      "kube-node-lease",
      "kube-public",
      "kube-system",
    ]);
  });

  it("listens on 127.0.0.1 and nowhere else", async function () {
    if (process.platform !== "linux") this.skip();
    const listeners = listenersOf(await pidsOf(spec.folder));

    assert.deepEqual(
      listeners.filter((address) => !address.startsWith("127.0.0.1:")),
      [],
    );
    assert.equal(listeners.length, 9);
  });

  it("keeps keys from others on the machine", async () => {
    const { statSync } = await import("node:fs");
    assert.equal((statSync(cluster.kubeconfig).mode & 0o777).toString(8), "600");
    assert.equal((statSync(join(spec.folder, "pki")).mode & 0o777).toString(8), "700");
  });

  it("writes down who wrote which object, and no heartbeats", () => {
    const lines = readFileSync(join(spec.folder, "logs", "audit.log"), "utf8")
      .trim()
      .split("\n");
    const audit = lines.map(
      (line) =>
        JSON.parse(line) as {
          verb: string;
          stage: string;
          objectRef?: { resource: string; name: string };
        },
    );

    assert.ok(
      audit.some(
        ({ verb, objectRef }) =>
          verb === "create" && objectRef?.resource === "nodes" && objectRef.name === "msa-node-1",
      ),
    );
    assert.deepEqual(
      audit.filter(
        ({ verb, stage, objectRef }) =>
          ["get", "list", "watch"].includes(verb) ||
          stage === "RequestReceived" ||
          objectRef?.resource === "leases",
      ),
      [],
    );
  });

  it("is left alone by a second start", async () => {
    const seen: ProgressEvent[] = [];
    const again = await startCluster(spec, (event) => seen.push(event));

    assert.deepEqual(again, cluster);
    assert.deepEqual(seen, []);
  });

  it("stands beside another of another name, which comes and goes on its own", async () => {
    const other = specOf("other");
    try {
      const beside = await startCluster(other, silent);
      assert.equal(beside.context, "msa-other");
      assert.notEqual(beside.uid, cluster.uid);
      assert.notEqual(beside.chartRepository, cluster.chartRepository);
    } finally {
      await discard(other);
    }
    assert.deepEqual(await readCluster(spec.folder), cluster);
    assert.equal((await get(cluster, "/version")).code, 200);
  });

  it("reports a part that died, and the next start brings it back", async () => {
    const kwok = cluster.parts.find(({ name }) => name === "kwok");
    assert.ok(kwok);
    process.kill(kwok.pid, "SIGKILL");
    const dead = await until(async () =>
      (await readCluster(spec.folder))?.parts.find(
        ({ name, state }) => name === "kwok" && state === "failed",
      ),
    );
    assert.match(dead.error ?? "", /^kwok: was ended by SIGKILL\. Its log is .*kwok\.log/);

    const uid = cluster.uid;
    cluster = await startCluster(spec, silent);
    assert.equal(cluster.uid, uid);
    assert.deepEqual([...new Set(cluster.parts.map(({ state }) => state))], ["healthy"]);
  });

  it("keeps identity, addresses and objects when all of it is killed and started again", async () => {
    const configMap = {
      apiVersion: "v1",
      kind: "ConfigMap",
      metadata: { name: "kept", namespace: "default" },
    };
    await api.create({ ...configMap, data: { answer: "42" } });
    const pids = await pidsOf(spec.folder);
    pids.forEach((pid) => process.kill(pid, "SIGKILL"));
    await waitUntilGone(pids, spec.folder, 5_000);
    assert.equal(await readCluster(spec.folder), undefined);

    const { parts, ...facts } = await startCluster(spec, silent);
    const { parts: before, ...known } = cluster;
    assert.deepEqual(facts, known);
    assert.equal(parts.length, before.length);
    assert.equal((await api.read<V1ConfigMap>(configMap)).data?.["answer"], "42");
  });

  it("leaves no process behind when its supervisor was killed before the stop", async () => {
    const pids = await pidsOf(spec.folder);
    assert.equal(pids.length, 9);
    const [supervisor = 0] = pids;
    process.kill(supervisor, "SIGKILL");
    await waitUntilGone([supervisor], spec.folder, 5_000);
    assert.equal(pids.filter((pid) => isOurs(pid, spec.folder)).length, 8);

    assert.equal(await stopCluster(spec.folder), true);
    assert.deepEqual(
      pids.filter((pid) => isOurs(pid, spec.folder)),
      [],
    );
    assert.equal(await stopCluster(spec.folder), false);
    assert.equal(await readCluster(spec.folder), undefined);
  });

  it("names the port that another program took while it was down", async () => {
    const ports = JSON.parse(readFileSync(join(spec.folder, "ports.json"), "utf8")) as Record<
      string,
      number
    >;
    const port = ports["kube-scheduler"] ?? 0;
    const thief = createServer().listen(port, "127.0.0.1");
    try {
      await assert.rejects(startCluster(spec, silent), {
        name: "ToolchainError",
        message:
          `port ${port}: another program listens there (kube-scheduler of this cluster needs it). ` +
          `Stop that program, or delete ${join(spec.folder, "ports.json")} so that new ports are chosen.`,
      });
    } finally {
      thief.close();
    }
    assert.equal(existsSync(join(spec.folder, "status.json")), false);
  });
});
