import assert from "node:assert/strict";

import * as k8s from "@pulumi/kubernetes";

import { startRun } from "../../components/start-run.ts";
import { recordComponent, typesAndNames } from "../support/record-component.ts";
import { sampleConfig } from "../support/sample-config.ts";

const uid = "1f0c2a9e-5b1d-4c54-9d0e-7a3a4f2b8c11";

/** Starts as the program does, then registers something that must not exist in a wrong cluster. */
function started(live: string) {
  const config = sampleConfig({ cluster: { context: "staging", uid } });
  return recordComponent(
    async () => {
      const { provider, endRun } = await startRun(config);
      new k8s.core.v1.Namespace("later", {}, { provider });
      await endRun();
    },
    { live: { metadata: { uid: live } } },
  );
}

// That it stops another branch and an account without rights needs an engine: tests/e2e.
describe("startRun", () => {
  it("gives what follows the provider of the stack's own cluster", async () => {
    const { resources, error } = await started(uid);
    assert.equal(error, undefined);
    assert.deepEqual(typesAndNames(resources), [
      "kubernetes:core/v1:Namespace later",
      "pulumi:providers:kubernetes cluster",
    ]);
  });

  it("lets nothing begin on another cluster", async () => {
    const { resources, error } = await started("9d0e7a3a-0000-4c54-9d0e-1f0c2a9e5b1d");
    assert.ok(error instanceof Error);
    assert.match(error.message, /^cluster\.uid: context "staging" is not this stack's cluster/);
    assert.deepEqual(typesAndNames(resources), ["pulumi:providers:kubernetes cluster"]);
  });
});
