import assert from "node:assert/strict";

import type { SecretPlan } from "../../../components/secrets/configured-secret.ts";
import { ConfiguredSecret } from "../../../components/secrets/configured-secret.ts";
import { platformContext } from "../../../components/platform/context.ts";
import { only, recordComponent } from "../../support/record-component.ts";
import { sampleConfig } from "../../support/sample-config.ts";
import { madeSecrets } from "./made-secrets.ts";

const plan: SecretPlan = {
  logicalName: "order-service-database",
  name: "order-service-database",
  namespace: "microservices-dev",
  values: { username: "orders", password: "påss$wörd\nline" },
};

async function recorded(overrides: Partial<SecretPlan> = {}) {
  const { resources, error } = await recordComponent(() => {
    const context = platformContext(sampleConfig());
    const secret = new ConfiguredSecret("database", { ...plan, ...overrides }, context);
    assert.equal(secret.secretName, "order-service-database");
  });
  assert.equal(error, undefined);
  return only(resources, "Secret");
}

describe("ConfiguredSecret", () => {
  it("is this stack's own, and shows no value where it is recorded", async () => {
    const { inputs } = await recorded();

    assert.deepEqual(inputs, {
      apiVersion: "v1",
      kind: "Secret",
      metadata: {
        name: "order-service-database",
        namespace: "microservices-dev",
        labels: {
          "app.kubernetes.io/managed-by": "pulumi",
          "app.kubernetes.io/name": "order-service-database",
          "app.kubernetes.io/part-of": "msa",
          "msa-gitops/stack": "development",
        },
        annotations: { "pulumi.com/patchFieldManager": "msa-development" },
      },
      data: { secret: true },
    });
  });

  it("has no data where there is no value, since the cluster would keep none either", async () => {
    assert.equal("data" in (await recorded({ values: {} })).inputs, false);
  });

  it("takes over nobody's Secret", async () => {
    assert.deepEqual((await recorded()).options.hooks, { beforeCreate: ["refuse-foreign"] });
  });

  it("has the type, the labels and the owner that its reader looks for", async () => {
    const { inputs } = await recorded({
      type: "kubernetes.io/tls",
      partOf: "argocd",
      labels: { app: "order-service" },
    });

    assert.equal(inputs["type"], "kubernetes.io/tls");
    const { labels } = inputs["metadata"] as { labels: Record<string, string> };
    assert.deepEqual(
      [labels["app"], labels["app.kubernetes.io/part-of"]],
      ["order-service", "argocd"],
    );
  });

  it("holds each value byte for byte", async () => {
    const [secret] = await madeSecrets(sampleConfig(), {}, () => [plan]);

    assert.deepEqual(secret?.values, plan.values);
  });
});
