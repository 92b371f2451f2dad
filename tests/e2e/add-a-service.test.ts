import assert from "node:assert/strict";

import { makeCheckout, type Checkout } from "../support/checkout.ts";
import { everyObject } from "../support/every-object.ts";
import { localCluster, type LocalCluster } from "../support/local-cluster.ts";

const project = "Pulumi.yaml";
const adding = [
  ...["service", "add", "payment-service", "--team", "commerce"],
  ...["--description", "Payments and refunds.", "--callers", "order-service"],
];

describe("a service that comes and goes", function () {
  this.timeout(400_000);
  let checkout: Checkout;
  let cluster: LocalCluster;
  let committed: string;

  before(async () => {
    checkout = makeCheckout();
    committed = checkout.read(project);
    const { code, stderr } = await checkout.msa(["up"]);
    assert.equal(code, 0, stderr);
    cluster = localCluster(checkout.folder, "development");
  });
  after(() => checkout.remove());

  /** Objects of the service by kind, whoever made them. */
  const ofService = async () => {
    const all = await everyObject(cluster);
    return all.filter((each) => each.includes("payment-service"));
  };

  it("is there, Synced and Healthy, after one command, and is one entry in the repository", async () => {
    const { code, stdout, stderr } = await checkout.msa([...adding, "--apply", "--yes", "--json"]);
    assert.equal(code, 0, stderr);
    const { delivered } = JSON.parse(stdout) as {
      delivered: { services: readonly { service: string; sync: string; health: string }[] };
    };
    assert.deepEqual(
      delivered.services.map(({ service, sync, health }) => [service, sync, health]),
      [["payment-service", "Synced", "Healthy"]],
    );
    const objects = await ofService();
    for (const object of [
      "applications.argoproj.io argocd/payment-service-development",
      "deployments.apps microservices-dev/payment-service",
      "services.core microservices-dev/payment-service",
      "servicemonitors.monitoring.coreos.com microservices-dev/payment-service",
      "virtualservices.networking.istio.io microservices-dev/payment-service",
    ]) {
      assert.ok(objects.includes(object), `${object} is not among\n${objects.join("\n")}`);
    }
    assert.equal(checkout.gitStatus(), ` M ${project}\n`);
    const diff = await checkout.run("git", ["diff", "--unified=0", project]);
    assert.deepEqual(diff.stdout.match(/^[+-] .*$/gm), [
      "+      payment-service:",
      "+        team: commerce",
      "+        description: Payments and refunds.",
      "+        version: 0.1.0",
      "+        callers: [order-service]",
    ]);
  });

  it("may be added again and stays as it is", async () => {
    const there = checkout.read(project);
    const { code, stderr } = await checkout.msa([...adding, "--apply", "--yes"]);
    assert.equal(code, 0, stderr);
    assert.equal(checkout.read(project), there);
  });

  it("leaves neither a byte in the repository nor an object on the cluster", async () => {
    const removed = await checkout.msa(["service", "remove", "payment-service", "--yes"]);
    assert.equal(removed.code, 0, removed.stderr);
    assert.equal(checkout.read(project), committed);
    const { code, stderr } = await checkout.msa(["up"]);
    assert.equal(code, 0, stderr);
    assert.deepEqual(await ofService(), []);
  });
});
