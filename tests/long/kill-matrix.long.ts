import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";

import { makeCheckout, type Checkout } from "../support/checkout.ts";
import { clusterContent, deployedReleases } from "../support/cluster-content.ts";
import { localCluster, type LocalCluster } from "../support/local-cluster.ts";
import { processesWith } from "../support/processes.ts";

/** Releases that are installed when the run is killed: none yet, a few, most, all but what follows them. */
const killPoints = [0, 2, 4, 8, 12, 14, 15];
/** Releases that are left when a removal is killed. */
const removalPoints = [12, 6, 1];

describe("a run of production that is killed", function () {
  this.timeout(900_000);
  let checkout: Checkout;
  let cluster: LocalCluster;

  before(async () => {
    checkout = makeCheckout();
    // The cluster itself is not what is killed here; it stays up from one run to the next.
    const { code, stderr } = await checkout.msa(["up", "production"]);
    assert.equal(code, 0, stderr);
    cluster = localCluster(checkout.folder, "production");
    await removed();
  });

  after(async () => {
    await checkout.remove();
    assert.deepEqual(processesWith(checkout.folder), []);
  });

  async function removed(): Promise<void> {
    const { code, stderr } = await checkout.msa([
      "destroy",
      "production",
      "--unprotect",
      "--confirm",
      "production",
    ]);
    assert.equal(code, 0, stderr);
    const { namespaces, crds, webhooks } = await clusterContent(cluster);
    assert.deepEqual(
      [namespaces, crds, webhooks],
      [["default", "kube-node-lease", "kube-public", "kube-system"], [], []],
    );
  }

  async function killed(args: readonly string[], reached: (deployed: number) => boolean) {
    const running = checkout.start(args);
    while (!reached((await deployedReleases(cluster)).length)) {
      if (running.code() !== undefined) return;
      await sleep(100);
    }
    running.kill();
    await running.ended;
  }

  for (const point of killPoints) {
    it(`converges when it dies with ${point} releases installed`, async () => {
      // Long enough to be past the preview, short enough to be before the first release.
      if (point === 0) {
        const running = checkout.start(["up", "production"]);
        while (!(await hasNamespace("argocd"))) await sleep(100);
        running.kill();
        await running.ended;
      } else {
        await killed(["up", "production"], (deployed) => deployed >= point);
      }
      const { code, stderr } = await checkout.msa(["up", "production"]);
      assert.equal(code, 0, stderr);
      assert.equal((await deployedReleases(cluster)).length, 15);
      const again = await checkout.msa(["up", "production", "--json"]);
      assert.equal(again.code, 0, again.stderr);
      const { changes } = JSON.parse(again.stdout) as { changes: { changed: number } };
      assert.equal(changes.changed, 0);
      await removed();
    });
  }

  for (const point of removalPoints) {
    it(`removes everything when a removal dies with ${point} releases left`, async () => {
      const { code, stderr } = await checkout.msa(["up", "production"]);
      assert.equal(code, 0, stderr);
      await killed(
        ["destroy", "production", "--unprotect", "--confirm", "production"],
        (deployed) => deployed <= point,
      );
      await removed();
    });
  }

  async function hasNamespace(name: string): Promise<boolean> {
    const { items } = await cluster.core.listNamespace();
    return items.some(({ metadata }) => metadata?.name === name);
  }
});
