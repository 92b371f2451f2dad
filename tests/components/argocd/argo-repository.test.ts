import assert from "node:assert/strict";

import { argoRepository } from "../../../components/argocd/argo-repository.ts";

describe("argoRepository", () => {
  it("leaves out the scheme of an OCI registry", () => {
    assert.equal(
      argoRepository("oci://registry.example.com/charts"),
      "registry.example.com/charts",
    );
  });

  for (const url of ["https://charts.example.com", "https://charts.example.com/oci://x"]) {
    it(`leaves ${url} as it is`, () => {
      assert.equal(argoRepository(url), url);
    });
  }
});
