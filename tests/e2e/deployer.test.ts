import assert from "node:assert/strict";
import { join } from "node:path";

import { CustomObjectsApi, KubeConfig, setHeaderOptions } from "@kubernetes/client-node";
import { parseDocument } from "yaml";

import { byEngine, eventsIn, writesIn } from "../support/audit-log.ts";
import { makeCheckout, type Checkout, type Ended } from "../support/checkout.ts";
import { localCluster, type LocalCluster } from "../support/local-cluster.ts";
import { installOnlyArgoCd } from "../support/platform-choice.ts";
import { plainPulumi } from "../support/plain-pulumi.ts";
import { processesWith } from "../support/processes.ts";
import { tool } from "../support/tools.ts";

const accounts = "msa-ci-development";
const joined = ".msa/local/development/Pulumi.development.yaml";

describe("the accounts of CI", function () {
  this.timeout(300_000);
  let checkout: Checkout;
  let cluster: LocalCluster;

  before(async () => {
    checkout = makeCheckout();
    installOnlyArgoCd(checkout, "development");
    await addSecret();
    const { code, stderr } = await checkout.msa(["up", "development"]);
    assert.equal(code, 0, stderr);
    cluster = localCluster(checkout.folder, "development");
    for (const account of ["deployer", "platform"]) await writeKubeconfig(account);
  });

  after(async () => {
    await checkout.remove();
    assert.deepEqual(processesWith(checkout.folder), []);
  });

  /** A kubeconfig with a token of an account and nothing else, as CI has it. */
  async function writeKubeconfig(account: string): Promise<void> {
    const { status } = await cluster.core.createNamespacedServiceAccountToken({
      name: account,
      namespace: accounts,
      body: { spec: { audiences: [], expirationSeconds: 3600 } },
    });
    const { context, kube } = cluster;
    const own = kube.getCurrentCluster();
    assert.ok(own && status);
    const kubeconfig = {
      apiVersion: "v1",
      kind: "Config",
      clusters: [
        {
          name: context,
          cluster: {
            server: own.server,
            ...(own.caData !== undefined && { "certificate-authority-data": own.caData }),
            ...(own.caFile !== undefined && { "certificate-authority": own.caFile }),
          },
        },
      ],
      users: [{ name: account, user: { token: status.token } }],
      contexts: [{ name: context, context: { cluster: context, user: account } }],
      "current-context": context,
    };
    checkout.write(`home/${account}`, JSON.stringify(kubeconfig));
  }

  /** `pulumi` on the state of the run, with no rights but the account's. */
  function pulumiAs(account: string, ...args: readonly string[]): Promise<Ended> {
    const run = join(checkout.folder, ".msa", "local", "development");
    const all = [...args, "--config-file", join(checkout.folder, joined), "--color", "never"];
    return checkout.run(tool("pulumi"), all, {
      ...plainPulumi,
      PULUMI_BACKEND_URL: `file://${join(run, "state")}`,
      PULUMI_CONFIG_PASSPHRASE_FILE: join(run, "passphrase"),
      PULUMI_STACK: "development",
      KUBECONFIG: join(checkout.folder, "home", account),
    });
  }

  /** What the engine has written since, as `<verb> <resource> <name>`, each once. */
  function written(since: number): string[] {
    const writes = writesIn(cluster.auditLog, since)
      .filter(byEngine)
      .map(
        ({ verb, objectRef }) => `${verb} ${objectRef?.resource ?? ""} ${objectRef?.name ?? ""}`,
      );
    return [...new Set(writes)];
  }

  function set(path: readonly string[], value: unknown): void {
    const file = parseDocument(checkout.read(joined));
    file.setIn(["config", ...path], value);
    checkout.write(joined, String(file));
  }

  /** Gives order-service a Secret, from the next `up` on, which `removeSecret` takes away again. */
  async function addSecret(): Promise<void> {
    for (const key of ["username", "password"]) {
      const name = `services/order-service/database/${key}`;
      const command = `printf %s "$VALUE" | ./msa secrets set development ${name} --local`;
      const { code, stderr } = await checkout.run("sh", ["-c", command], { VALUE: "orders" });
      assert.equal(code, 0, stderr);
    }
  }

  function removeSecret(): void {
    const file = parseDocument(checkout.read(joined));
    file.deleteIn(["config", "msa:secrets"]);
    checkout.write(joined, String(file));
  }

  it("let deployer deploy another version of a service, and write nothing but its Application", async () => {
    set(["msa:services", "order-service", "version"], "1.1.0");
    const before = eventsIn(cluster.auditLog);
    const { code, stdout, stderr } = await pulumiAs("deployer", "up", "--yes");
    assert.equal(code, 0, stdout + stderr);
    assert.deepEqual(written(before), ["patch applications order-service-development"]);
  });

  it("let deployer wait for the rollout where the stack asks for it", async () => {
    set(["msa:awaitHealthy"], true);
    const awaited = await pulumiAs("platform", "up", "--yes");
    assert.equal(awaited.code, 0, awaited.stdout + awaited.stderr);
    set(["msa:services", "order-service", "version"], "1.2.0");
    const { code, stdout, stderr } = await pulumiAs("deployer", "up", "--yes");
    assert.equal(code, 0, stdout + stderr);
    const { spec, status } = await cluster.apps.readNamespacedDeployment({
      name: "order-service",
      namespace: "microservices-dev",
    });
    assert.match(spec?.template.spec?.containers[0]?.image ?? "", /:1\.2\.0$/);
    assert.equal(status?.readyReplicas, 1);
    set(["msa:awaitHealthy"], false);
    assert.equal((await pulumiAs("deployer", "up", "--yes")).code, 0);
  });

  it("stop deployer before anything is written when something else would change, and say what is needed", async () => {
    set(["msa:services", "user-service", "version"], "1.1.0");
    set(["msa:profile", "replicas"], 2);
    const before = eventsIn(cluster.auditLog);
    const { code, stdout, stderr } = await pulumiAs("deployer", "up", "--yes");
    assert.notEqual(code, 0);
    assert.ok(
      (stdout + stderr).includes(
        "ResourceQuota/microservices-dev/services: may not be written by this account (found " +
          `system:serviceaccount:${accounts}:deployer, which lacks: patch resourcequotas in namespace ` +
          "microservices-dev). deployer changes Applications only. Run it with the account platform of " +
          `${accounts}, or leave it as it is (docs/how-to/give-people-access.md).`,
      ),
      stdout + stderr,
    );
    assert.deepEqual(written(before), []);
  });

  it("let platform do it", async () => {
    const before = eventsIn(cluster.auditLog);
    const { code, stdout, stderr } = await pulumiAs("platform", "up", "--yes");
    assert.equal(code, 0, stdout + stderr);
    assert.ok(written(before).includes("patch resourcequotas services"), stdout);
  });

  it("stop deployer before anything is written when an object would be deleted, and name it", async () => {
    removeSecret();
    const before = eventsIn(cluster.auditLog);
    const { code, stdout, stderr } = await pulumiAs("deployer", "up", "--yes");
    assert.notEqual(code, 0);
    assert.ok(
      (stdout + stderr).includes(
        "Secret/microservices-dev/order-service-database: may not be deleted by this account (found " +
          `system:serviceaccount:${accounts}:deployer, which lacks: delete secrets in namespace ` +
          "microservices-dev). deployer changes Applications only. Run it with the account platform of " +
          `${accounts}, or leave it as it is (docs/how-to/give-people-access.md).`,
      ),
      stdout + stderr,
    );
    assert.deepEqual(written(before), []);
  });

  it("let platform delete it", async () => {
    const before = eventsIn(cluster.auditLog);
    const { code, stdout, stderr } = await pulumiAs("platform", "up", "--yes");
    assert.equal(code, 0, stdout + stderr);
    assert.ok(written(before).includes("delete secrets order-service-database"), stdout);
  });

  it("keep deployer from moving an Application into a project that allows more", async () => {
    const kube = new KubeConfig();
    kube.loadFromFile(join(checkout.folder, "home", "deployer"));
    const moved = kube.makeApiClient(CustomObjectsApi).patchNamespacedCustomObject(
      {
        group: "argoproj.io",
        version: "v1alpha1",
        namespace: "argocd",
        plural: "applications",
        name: "user-service-development",
        body: { spec: { project: "default" } },
      },
      setHeaderOptions("Content-Type", "application/merge-patch+json"),
    );
    await assert.rejects(
      moved,
      /An Application of development belongs to the project msa-development; it cannot name another one/,
    );
  });
});
