import assert from "node:assert/strict";

import { ownFieldManager, stackLabel, standardLabels } from "../../components/labels.ts";

describe("standardLabels", () => {
  it("gives the recommended labels and the owning stack", () => {
    assert.deepEqual(standardLabels("order-service", { stack: "staging" }), {
      "app.kubernetes.io/name": "order-service",
      "app.kubernetes.io/part-of": "msa",
      "app.kubernetes.io/managed-by": "pulumi",
      "msa-gitops/stack": "staging",
    });
  });

  it("names another whole when it is told one", () => {
    assert.equal(
      standardLabels("grafana", { stack: "staging", partOf: "monitoring" })[
        "app.kubernetes.io/part-of"
      ],
      "monitoring",
    );
  });

  it("writes the owner under the label that the preflight reads", () => {
    assert.equal(standardLabels("x", { stack: "production" })[stackLabel], "production");
  });
});

describe("ownFieldManager", () => {
  it("is the stack's own, whatever became of its state", () => {
    assert.deepEqual(ownFieldManager("staging"), { "pulumi.com/patchFieldManager": "msa-staging" });
  });
});
