import assert from "node:assert/strict";

import { adoptName, refusal } from "../../components/ownership.ts";

describe("adoptName", () => {
  it("names an object of the whole cluster by kind and name", () => {
    assert.equal(
      adoptName({ apiVersion: "v1", kind: "Namespace", metadata: { name: "microservices" } }),
      "Namespace/microservices",
    );
  });

  it("puts the namespace of a namespaced object between the two", () => {
    assert.equal(
      adoptName({
        apiVersion: "argoproj.io/v1alpha1",
        kind: "Application",
        metadata: { name: "order-service-staging", namespace: "argocd" },
      }),
      "Application/argocd/order-service-staging",
    );
  });
});

describe("refusal", () => {
  it("names the stack that owns the object, and both ways on", () => {
    assert.equal(
      refusal("AppProject/argocd/msa-staging", "production"),
      "AppProject/argocd/msa-staging: exists already and is not this stack's (found owned by stack production). " +
        "Choose another name, or take it over with --adopt AppProject/argocd/msa-staging (config: msa:adopt).",
    );
  });

  it("says so when nobody's label is on the object", () => {
    assert.equal(
      refusal("Namespace/microservices", ""),
      "Namespace/microservices: exists already and is not this stack's (found without an owner's label). " +
        "Choose another name, or take it over with --adopt Namespace/microservices (config: msa:adopt).",
    );
  });
});
