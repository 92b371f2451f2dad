import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { join } from "node:path";

import { makeCheckout, type Checkout } from "../support/checkout.ts";

const uid = "1f0c2a9e-5b1d-4c54-9d0e-7a3a4f2b8c11";

/** Prints the target, or the error's message and exit code, as JSON. */
const script = `
const { findTarget } = await import("./cli/target.ts");
const [environment, options] = process.argv.slice(1);
const answer = await findTarget(environment, JSON.parse(options)).catch(
  ({ name, message, exitCode }) => ({ message, exitCode }));
console.log(JSON.stringify(answer));`;

describe("findTarget", function () {
  this.timeout(60_000);
  let checkout: Checkout;
  before(() => {
    checkout = makeCheckout();
    checkout.edit("Pulumi.production.yaml", 'uid: ""', `uid: ${uid}`);
    const folder = join(checkout.folder, ".msa/contexts/kind-try/staging");
    mkdirSync(folder, { recursive: true });
    checkout.write(".msa/contexts/kind-try/staging/Pulumi.staging.yaml", "");
  });
  after(() => checkout.remove());

  async function target(environment: string, options: object = {}): Promise<unknown> {
    const { stdout, stderr } = await checkout.run(join(checkout.folder, "node_modules/.bin/node"), [
      "--input-type=module",
      "--eval",
      script,
      environment,
      JSON.stringify(options),
    ]);
    assert.notEqual(stdout, "", stderr);
    return JSON.parse(stdout);
  }

  const noCluster = (environment: string) => ({
    message:
      `${environment}: no cluster (the stack is not pinned to one and no local one runs). ` +
      `Start a local one: make up ENV=${environment}`,
    exitCode: 1,
  });

  it("is the stack's own cluster where the stack is pinned to one", async () => {
    assert.deepEqual(await target("production"), {
      environment: "production",
      kind: "stack",
      context: "production",
      stackFile: join(checkout.folder, "Pulumi.production.yaml"),
    });
  });

  it("is the local cluster where the stack is not pinned", async () => {
    assert.deepEqual(await target("staging"), noCluster("staging"));
  });

  it("is the local cluster of a pinned stack only when asked for", async () => {
    assert.deepEqual(await target("production", { local: true }), noCluster("production"));
  });

  it("is a try on a context where one was made", async () => {
    const folder = join(checkout.folder, ".msa/contexts/kind-try/staging");
    assert.deepEqual(await target("staging", { context: "kind-try" }), {
      environment: "staging",
      kind: "context",
      folder,
      context: "kind-try",
      stackFile: join(folder, "Pulumi.staging.yaml"),
    });
  });

  it("refuses a context that was never used for this environment", async () => {
    assert.deepEqual(await target("development", { context: "kind-try" }), {
      message:
        '--context: development was never brought up there (found "kind-try"). ' +
        "Do it: make up ENV=development CONTEXT=kind-try",
      exitCode: 2,
    });
  });
});
