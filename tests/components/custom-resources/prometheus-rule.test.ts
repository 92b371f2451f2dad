import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

import { PrometheusRule } from "../../../components/custom-resources/prometheus-rule.ts";
import { platformRules } from "../../../components/rules/platform-rules.ts";
import type { RuleGroup } from "../../../components/rules/rule.ts";
import { serviceRules } from "../../../components/rules/service-rules.ts";
import { layout } from "../../../toolchain/layout.ts";
import { schemaLocation, writeKubernetesSchemas } from "../../charts/kubernetes-schemas.ts";
import { platformFacts, serviceFacts } from "../../observability/sample-facts.ts";
import { recordComponent } from "../../support/record-component.ts";
import { root, tool } from "../../support/tools.ts";

async function registered(groups: readonly RuleGroup[]) {
  const metadata = { name: "services", namespace: "microservices-dev" };
  const { resources } = await recordComponent(
    () => new PrometheusRule("services", { metadata, spec: { groups } }),
  );
  return resources.map(({ type, inputs }) => ({ type, inputs }));
}

describe("PrometheusRule", function () {
  this.timeout(60_000);
  const folder = mkdtempSync(path.join(tmpdir(), "msa-prometheus-rule-"));
  after(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it("is registered under the type by which policies find it, as the object it was given", async () => {
    const groups = [{ name: "a", rules: [{ record: "a:b:c", expr: "vector(1)" }] }];

    assert.deepEqual(await registered(groups), [
      {
        type: PrometheusRule.__pulumiType,
        inputs: {
          apiVersion: "monitoring.coreos.com/v1",
          kind: "PrometheusRule",
          metadata: { name: "services", namespace: "microservices-dev" },
          spec: { groups },
        },
      },
    ]);
    assert.equal(PrometheusRule.__pulumiType, "kubernetes:monitoring.coreos.com/v1:PrometheusRule");
  });

  it("has no field that the operator's CRD does not know, with all rules of ours", async () => {
    const schemas = path.join(folder, "schemas");
    writeKubernetesSchemas(schemas, layout(root).crds, path.join(root, "toolchain/kubernetes"));
    const groups = [...serviceRules(serviceFacts), ...platformRules(platformFacts)];
    const complaints = async (name: string, rules: readonly RuleGroup[]) => {
      const file = path.join(folder, `${name}.json`);
      writeFileSync(file, JSON.stringify((await registered(rules))[0]?.inputs));
      const location = path.join(schemas, schemaLocation);
      const args = ["-strict", "-schema-location", location, file];
      return spawnSync(tool("kubeconform"), args, { encoding: "utf8" }).stdout;
    };

    assert.equal(await complaints("ours", groups), "");
    assert.match(
      await complaints("unknown", [{ name: "a", rules: [], ...{ every: "1m" } }]),
      /additional properties 'every' not allowed/,
    );
  });
});
