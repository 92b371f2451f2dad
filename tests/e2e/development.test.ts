import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createServer, type Server } from "node:net";
import { join } from "node:path";

import type { V1Deployment } from "@kubernetes/client-node";

import { byEngine, eventsIn, writesIn } from "../support/audit-log.ts";
import { makeCheckout, type Checkout } from "../support/checkout.ts";
import { clusterContent } from "../support/cluster-content.ts";
import { localCluster, type LocalCluster } from "../support/local-cluster.ts";
import { processesWith } from "../support/processes.ts";

interface UpOutput {
  readonly changes: {
    readonly same: number;
    readonly changed: number;
    readonly lines: readonly string[];
  };
  readonly services: readonly Record<string, unknown>[];
}

const namespace = "microservices-dev";
const services = ["notification-service", "order-service", "product-service", "user-service"];

describe("make up, and what a person does next", function () {
  this.timeout(300_000);
  let checkout: Checkout;
  let cluster: LocalCluster;
  /** Stands for a real cluster and a real backend; whoever connects is counted. */
  let decoy: Server;
  let connections = 0;

  before(async () => {
    checkout = makeCheckout();
    decoy = createServer((socket) => {
      connections += 1;
      socket.destroy();
    });
    await new Promise<void>((resolve) => decoy.listen(0, "127.0.0.1", resolve));
  });

  after(async () => {
    decoy.close();
    await checkout.remove();
    assert.deepEqual(processesWith(checkout.folder), []);
  });

  /** Variables of a person who works on real clusters, all pointing at the decoy. */
  function realSetup(): Record<string, string> {
    const address = decoy.address() as { port: number };
    const server = `https://127.0.0.1:${address.port}`;
    const kubeconfig = join(checkout.folder, "home", "real-kubeconfig");
    checkout.write("home/real-kubeconfig", decoyKubeconfig(server));
    return {
      KUBECONFIG: kubeconfig,
      PULUMI_BACKEND_URL: server,
      PULUMI_ACCESS_TOKEN: "pul-decoy",
      PULUMI_CONFIG_PASSPHRASE: "decoy",
      PULUMI_STACK: "production",
    };
  }

  it("brings the four services to Synced and Healthy, and reaches no real cluster or state", async () => {
    const { code, stdout, stderr } = await checkout.msa(["up", "--json"], realSetup());
    assert.equal(code, 0, stderr);
    const { services: rows } = JSON.parse(stdout) as UpOutput;
    assert.deepEqual(
      rows.map(({ lastDeploy, ...row }) => ({ ...row, by: (lastDeploy as { by: string }).by })),
      services.map((service) => ({
        environment: "development",
        service,
        application: `${service}-development`,
        url: `https://${service}-dev.jclee.me`,
        version: "1.0.0",
        sync: "Synced",
        health: "Healthy",
        replicas: { ready: 1, wanted: 1 },
        drift: [],
        reasons: [],
        by: "Argo CD",
      })),
    );
    assert.equal(connections, 0);
    assert.equal(checkout.gitStatus(), "");
    cluster = localCluster(checkout.folder, "development");
  });

  it("writes each object first with a create", () => {
    const first = new Map<string, number | undefined>();
    for (const { objectRef, responseStatus } of writesIn(cluster.auditLog).filter(byEngine)) {
      const { resource, namespace: where, name } = objectRef ?? {};
      const ofServices =
        [where, name].includes(namespace) || /^app(lication|project)s$/.test(resource ?? "");
      if (!ofServices) continue;
      const key = [resource, where, name].join("/");
      if (!first.has(key)) {
        first.set(key, responseStatus?.code);
      }
    }
    // Namespace, quota, limits, 5 policies, rules, Redis' password, 3 roles with bindings, project, 4 Applications.
    assert.equal(first.size, 21);
    assert.deepEqual(
      [...first].filter(([, code]) => code !== 201),
      [],
    );
  });

  it("runs what the seed asks of development: 1 replica, 100m/128Mi to 500m/512Mi, no HPA", async () => {
    for (const name of services) {
      const { spec } = await cluster.apps.readNamespacedDeployment({ name, namespace });
      assert.equal(spec?.replicas, 1);
      const { requests, limits } = spec.template.spec?.containers[0]?.resources ?? {};
      assert.deepEqual(requests, { cpu: "100m", memory: "128Mi" });
      assert.deepEqual(limits, { cpu: "500m", memory: "512Mi" });
    }
    const { items } = await cluster.autoscaling.listNamespacedHorizontalPodAutoscaler({
      namespace,
    });
    assert.deepEqual(items, []);
  });

  it("changes nothing when run again, and says so", async () => {
    const before = eventsIn(cluster.auditLog);
    const { code, stdout, stderr } = await checkout.msa(["up", "--json"]);
    assert.equal(code, 0, stderr);
    assert.deepEqual((JSON.parse(stdout) as UpOutput).changes.lines, []);
    assert.match(stderr, /^No changes: all \d+ resources are as declared\.$/m);
    assert.deepEqual(writesIn(cluster.auditLog, before).filter(byEngine), []);
  });

  it("shows the same as a table, and exits with 0", async () => {
    const { code, stdout } = await checkout.msa(["status", "development"]);
    assert.equal(code, 0);
    for (const service of services) {
      assert.match(
        stdout,
        new RegExp(
          `${service} +│ https://${service}-dev\\.jclee\\.me +│ 1\\.0\\.0 +│ Synced │ Healthy │ 1/1`,
        ),
      );
    }
  });

  it("rolls exactly the Deployment whose version changed", async () => {
    const generations = await deploymentGenerations(cluster);
    checkout.edit(
      "Pulumi.development.yaml",
      "order-service: { version: 1.0.0 }",
      "order-service: { version: 1.1.0 }",
    );
    const { code, stdout, stderr } = await checkout.msa(["up", "--json"]);
    assert.equal(code, 0, stderr);
    const { changes, services: rows } = JSON.parse(stdout) as UpOutput;
    assert.deepEqual(changes.lines, ["update Application order-service"]);
    assert.deepEqual(
      rows.map(({ version }) => version),
      ["1.0.0", "1.1.0", "1.0.0", "1.0.0"],
    );
    const after = await deploymentGenerations(cluster);
    const rolled = services.filter((name) => after.get(name) !== generations.get(name));
    assert.deepEqual(rolled, ["order-service"]);
  });

  it("says why a service does not come up, in words, and status exits with 1", async () => {
    checkout.edit(
      "Pulumi.development.yaml",
      "user-service: { version: 1.0.0 }",
      'user-service: { version: 1.0.1, values: { podAnnotations: { "msa.test/never-ready": "true" } } }',
    );
    const up = await checkout.msa(["up", "--timeout", "15"]);
    assert.equal(up.code, 1);
    assert.match(up.stderr, /^ {2}user-service Synced\/Progressing 1\/1$/m);
    assert.match(up.stderr, /^ {4}pod user-service-\S+: container user-service is not ready$/m);
    const status = await checkout.msa(["status", "development", "user-service"]);
    assert.equal(status.code, 1);
    assert.match(
      status.stdout,
      /^user-service: pod user-service-\S+: container user-service is not ready$/m,
    );
    checkout.edit(
      "Pulumi.development.yaml",
      /user-service: \{ version: 1\.0\.1.*$/m,
      "user-service: { version: 1.0.0 }",
    );
    const again = await checkout.msa(["up"]);
    assert.equal(again.code, 0, again.stderr);
  });

  it("reports an error in the stack file alike everywhere, with nothing written", async () => {
    const before = eventsIn(cluster.auditLog);
    const state = stateOf(checkout);
    const good = checkout.read("Pulumi.development.yaml");
    checkout.edit("Pulumi.development.yaml", "replicas: 1", "replicas: 0");
    const message =
      "Pulumi.development.yaml has 1 problem:\n" +
      "  profile.replicas: must be at least 1 (found 0). Write a whole number from 1 to 100.";
    for (const args of [["up"], ["status", "development"], ["render", "development"]]) {
      const { code, stderr } = await checkout.msa(args);
      assert.deepEqual([args[0], code, stderr.trim()], [args[0], 2, message]);
    }
    // The engine reads the joined file; a bare run on the committed one says the same.
    const joined = join(".msa", "local", "development", "Pulumi.development.yaml");
    const goodJoined = checkout.read(joined);
    checkout.edit(joined, "replicas: 1", "replicas: 0");
    checkout.write("Pulumi.development.yaml", good);
    const bare = await checkout.msa(["pulumi", "development", "--", "preview", "--color", "never"]);
    assert.notEqual(bare.code, 0);
    assert.ok(
      (bare.stdout + bare.stderr).includes("profile.replicas: must be at least 1 (found 0)."),
      bare.stdout,
    );
    checkout.write(joined, goodJoined);
    assert.deepEqual(writesIn(cluster.auditLog, before).filter(byEngine), []);
    assert.equal(stateOf(checkout), state);
  });

  it("leaves nothing behind when destroyed", async () => {
    const { code, stdout, stderr } = await checkout.msa(["destroy", "development", "--yes"]);
    assert.equal(code, 0, stdout + stderr);
    assert.doesNotMatch(checkout.read("Pulumi.development.yaml"), /encryptionsalt/);
    const { namespaces, crds } = await clusterContent(cluster);
    assert.deepEqual(namespaces, ["default", "kube-node-lease", "kube-public", "kube-system"]);
    assert.deepEqual(crds, []);
  });

  it("stops exactly what it started", async () => {
    assert.notDeepEqual(processesWith(checkout.folder), []);
    const { code, stdout } = await checkout.msa(["down"]);
    assert.deepEqual([code, stdout], [0, "Stopped: development.\n"]);
    assert.deepEqual(processesWith(checkout.folder), []);
    assert.equal((await checkout.msa(["down"])).stdout, "Nothing was running.\n");
    assert.equal(connections, 0);
  });
});

function decoyKubeconfig(server: string): string {
  const names = ["development", "staging", "production"];
  return JSON.stringify({
    apiVersion: "v1",
    kind: "Config",
    clusters: [{ name: "real", cluster: { server, "insecure-skip-tls-verify": true } }],
    users: [{ name: "real", user: { token: "decoy" } }],
    contexts: names.map((name) => ({ name, context: { cluster: "real", user: "real" } })),
    "current-context": "production",
  });
}

async function deploymentGenerations(cluster: LocalCluster): Promise<Map<string, number>> {
  const { items } = await cluster.apps.listNamespacedDeployment({ namespace });
  return new Map(
    items.map(({ metadata }: V1Deployment) => [metadata?.name ?? "", metadata?.generation ?? 0]),
  );
}

function stateOf(checkout: Checkout): string {
  const folder = join(checkout.folder, ".msa", "local", "development", "state");
  return readFileSync(join(folder, ".pulumi", "stacks", "msa", "development.json"), "utf8");
}
