import assert from "node:assert/strict";
import { rmSync } from "node:fs";
import { join } from "node:path";

import { byEngine, eventsIn, writesIn } from "../support/audit-log.ts";
import { makeCheckout, type Checkout } from "../support/checkout.ts";
import { localCluster, type LocalCluster } from "../support/local-cluster.ts";
import { installOnlyArgoCd } from "../support/platform-choice.ts";
import { processesWith } from "../support/processes.ts";

const namespace = "microservices-dev";

describe("what exists already, and is not this stack's", function () {
  this.timeout(300_000);
  let checkout: Checkout;
  let cluster: LocalCluster;

  before(async () => {
    checkout = makeCheckout();
    installOnlyArgoCd(checkout, "development");
    // A cluster with nothing of ours: up, destroyed, and the state forgotten.
    assert.equal((await checkout.msa(["up"])).code, 0);
    assert.equal((await checkout.msa(["destroy", "development", "--yes"])).code, 0);
    rmSync(join(checkout.folder, ".msa", "local", "development", "state"), { recursive: true });
    cluster = localCluster(checkout.folder, "development");
    await cluster.core.createNamespace({
      body: { metadata: { name: namespace, labels: { owner: "somebody-else" } } },
    });
  });

  after(async () => {
    await checkout.remove();
    assert.deepEqual(processesWith(checkout.folder), []);
  });

  it("is refused by name in the preview, with nothing written", async () => {
    const before = eventsIn(cluster.auditLog);
    const { code, stderr } = await checkout.msa(["up"]);
    assert.equal(code, 1);
    assert.ok(
      stderr.includes(
        `Namespace/${namespace}: exists already and is not this stack's (found without an owner's label). ` +
          `Choose another name, or take it over with --adopt Namespace/${namespace} (config: msa:adopt).`,
      ),
      stderr,
    );
    assert.deepEqual(writesIn(cluster.auditLog, before).filter(byEngine), []);
  });

  it("is taken over when it is named, and only then", async () => {
    const { code, stderr } = await checkout.msa(["up", "--adopt", `Namespace/${namespace}`]);
    assert.equal(code, 0, stderr);
    const { metadata } = await cluster.core.readNamespace({ name: namespace });
    assert.equal(metadata?.labels?.["msa-gitops/stack"], "development");
    assert.equal(metadata.labels.owner, "somebody-else");
  });

  it("is this stack's own again after its state was lost", async () => {
    rmSync(join(checkout.folder, ".msa", "local", "development", "state"), { recursive: true });
    const { code, stderr } = await checkout.msa(["up"]);
    assert.equal(code, 0, stderr);
  });

  it("waits inside a bare pulumi up when the stack asks for it, on update too", async () => {
    const joined = ".msa/local/development/Pulumi.development.yaml";
    checkout.edit(joined, /^config:$/m, "config:\n  msa:awaitHealthy: true");
    for (const version of ["1.0.1", "1.0.2"]) {
      checkout.edit(
        joined,
        /user-service: \{ version: \S+ \}/,
        `user-service: { version: ${version} }`,
      );
      const up = await checkout.msa([
        "pulumi",
        "development",
        "--",
        "up",
        "--yes",
        "--skip-preview",
      ]);
      assert.equal(up.code, 0, up.stdout);
      const { spec, status } = await cluster.apps.readNamespacedDeployment({
        name: "user-service",
        namespace,
      });
      assert.equal(
        spec?.template.spec?.containers[0]?.image,
        `registry.jclee.me/msa/user-service:${version}`,
      );
      assert.deepEqual([status?.updatedReplicas, status?.readyReplicas], [1, 1]);
    }
  });
});
