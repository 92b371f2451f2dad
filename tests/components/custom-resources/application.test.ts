import assert from "node:assert/strict";

import {
  Application,
  type ApplicationSpec,
} from "../../../components/custom-resources/application.ts";
import { recordComponent } from "../../support/record-component.ts";

const spec: ApplicationSpec = {
  project: "msa-development",
  source: {
    repoURL: "https://charts.example.com",
    chart: "microservice",
    targetRevision: "1.0.0",
    helm: { releaseName: "order-service", valuesObject: { replicas: 1 } },
  },
  destination: { server: "https://kubernetes.default.svc", namespace: "microservices-dev" },
  syncPolicy: { syncOptions: ["ServerSideApply=true"] },
  revisionHistoryLimit: 10,
  info: [],
};

describe("Application", () => {
  it("is registered under the type by which policies find it, as the object it was given", async () => {
    const metadata = { name: "order-service-development", namespace: "argocd" };
    const { resources } = await recordComponent(
      () => new Application("orders", { metadata, spec }),
    );

    assert.deepEqual(
      resources.map(({ type, inputs }) => ({ type, inputs })),
      [
        {
          type: Application.__pulumiType,
          inputs: { apiVersion: "argoproj.io/v1alpha1", kind: "Application", metadata, spec },
        },
      ],
    );
    assert.equal(Application.__pulumiType, "kubernetes:argoproj.io/v1alpha1:Application");
  });
});
