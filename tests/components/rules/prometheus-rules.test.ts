import assert from "node:assert/strict";

import { refuseForeign } from "../../../components/ownership.ts";
import { PrometheusRules } from "../../../components/rules/prometheus-rules.ts";
import type { RuleGroup } from "../../../components/rules/rule.ts";
import { only, recordComponent, typesAndNames } from "../../support/record-component.ts";

const groups: readonly RuleGroup[] = [
  { name: "msa-development-traffic", rules: [{ record: "a:b:c", expr: "vector(1)" }] },
];

describe("PrometheusRules", () => {
  it("makes one PrometheusRule with the given groups, which refuses a foreign one", async () => {
    const { resources, error } = await recordComponent(() => {
      const rules = new PrometheusRules("services", {
        name: "services",
        namespace: "microservices-dev",
        stack: "development",
        groups,
        refuseForeign: refuseForeign({ stack: "development", context: "c", adopt: [] }),
      });
      assert.equal(rules.ruleName, "services");
    });
    const rule = only(resources, "PrometheusRule");

    assert.equal(error, undefined);
    assert.deepEqual(typesAndNames(resources), [
      "kubernetes:monitoring.coreos.com/v1:PrometheusRule services",
      "msa:observability:PrometheusRules services",
    ]);
    assert.deepEqual(rule.inputs, {
      apiVersion: "monitoring.coreos.com/v1",
      kind: "PrometheusRule",
      metadata: {
        name: "services",
        namespace: "microservices-dev",
        labels: {
          "app.kubernetes.io/name": "services",
          "app.kubernetes.io/part-of": "msa",
          "app.kubernetes.io/managed-by": "pulumi",
          "msa-gitops/stack": "development",
        },
        annotations: { "pulumi.com/patchFieldManager": "msa-development" },
      },
      spec: { groups },
    });
    assert.deepEqual(rule.options.hooks, { beforeCreate: ["refuse-foreign"] });
    assert.equal(rule.options.parent, only(resources, "PrometheusRules").urn);
  });
});
