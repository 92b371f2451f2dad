import assert from "node:assert/strict";
import { isKubernetesObject, objectPath } from "../../manifests/object.ts";

const deployment = { apiVersion: "apps/v1", kind: "Deployment", metadata: { name: "a" } };

describe("KubernetesObject", () => {
  it("is named by kind, namespace and name, without the namespace where there is none", () => {
    const metadata = { name: "a", namespace: "b" };

    assert.equal(objectPath({ ...deployment, metadata }), "Deployment/b/a");
    assert.equal(objectPath(deployment), "Deployment/a");
  });

  it("has apiVersion, kind and metadata, or is none", () => {
    assert.equal(isKubernetesObject(deployment), true);
    for (const field of ["apiVersion", "kind", "metadata"]) {
      assert.equal(isKubernetesObject({ ...deployment, [field]: undefined }), false, field);
    }
    assert.equal(isKubernetesObject([deployment]), false);
    assert.equal(isKubernetesObject(null), false);
  });
});
