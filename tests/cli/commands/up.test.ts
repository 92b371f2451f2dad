import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";

import { makeCheckout, type Checkout } from "../../support/checkout.ts";
import { usePlatformOf } from "../../support/platform-choice.ts";

describe("./msa up of a tenant", function () {
  this.timeout(60_000);
  let checkout: Checkout;
  before(() => {
    checkout = makeCheckout();
    usePlatformOf(checkout, "staging", "production");
  });
  after(() => checkout.remove());

  it("wants its owner's cluster first, and starts nothing", async () => {
    const { code, stdout, stderr } = await checkout.msa(["up", "staging"]);
    assert.deepEqual([code, stdout], [1, ""]);
    assert.equal(
      stderr.split("\n").at(-2),
      "platform.owner: the local cluster of production does not run (found none). " +
        "Bring its platform up first: make up ENV=production",
    );
    assert.equal(existsSync(join(checkout.folder, ".msa/local")), false);
  });
});
