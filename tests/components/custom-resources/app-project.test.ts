import assert from "node:assert/strict";

import { AppProject } from "../../../components/custom-resources/app-project.ts";
import { recordComponent } from "../../support/record-component.ts";

const spec = {
  description: "Services of the development environment.",
  sourceRepos: ["https://charts.example.com"],
  destinations: [{ server: "https://kubernetes.default.svc", namespace: "microservices-dev" }],
  clusterResourceWhitelist: [],
  namespaceResourceWhitelist: [{ group: "apps", kind: "Deployment" }],
  roles: [],
  syncWindows: [],
};

describe("AppProject", () => {
  it("is registered under the type by which policies find it, as the object it was given", async () => {
    const metadata = { name: "msa-development", namespace: "argocd" };
    const { resources } = await recordComponent(
      () => new AppProject("services", { metadata, spec }),
    );

    assert.deepEqual(
      resources.map(({ type, inputs }) => ({ type, inputs })),
      [
        {
          type: AppProject.__pulumiType,
          inputs: { apiVersion: "argoproj.io/v1alpha1", kind: "AppProject", metadata, spec },
        },
      ],
    );
    assert.equal(AppProject.__pulumiType, "kubernetes:argoproj.io/v1alpha1:AppProject");
  });
});
