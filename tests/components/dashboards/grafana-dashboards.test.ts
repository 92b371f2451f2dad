import assert from "node:assert/strict";

import { dashboards } from "../../../components/dashboards/dashboards.ts";
import { GrafanaDashboards } from "../../../components/dashboards/grafana-dashboards.ts";
import { refuseForeign } from "../../../components/ownership.ts";
import { only, recordComponent, typesAndNames } from "../../support/record-component.ts";

const facts = {
  environments: [{ name: "development", namespace: "microservices-dev" }],
  jaegerUid: "jaeger",
};

describe("GrafanaDashboards", () => {
  it("makes one ConfigMap per dashboard, as Grafana's sidecar looks for them", async () => {
    const { resources, error } = await recordComponent(() => {
      const component = new GrafanaDashboards("dashboards", {
        ...facts,
        namespace: "monitoring",
        stack: "development",
        refuseForeign: refuseForeign({ stack: "development", context: "c", adopt: [] }),
      });
      assert.deepEqual(component.uids, ["msa-overview", "service-performance", "infrastructure"]);
    });
    const component = only(resources, "GrafanaDashboards");

    assert.equal(error, undefined);
    assert.deepEqual(typesAndNames(resources), [
      "kubernetes:core/v1:ConfigMap dashboards-infrastructure",
      "kubernetes:core/v1:ConfigMap dashboards-msa-overview",
      "kubernetes:core/v1:ConfigMap dashboards-service-performance",
      "msa:observability:GrafanaDashboards dashboards",
    ]);
    for (const dashboard of dashboards(facts)) {
      const { uid } = dashboard;
      const configMap = resources.find(({ name }) => name === `dashboards-${uid}`);
      assert.deepEqual(configMap?.inputs["metadata"], {
        name: `dashboard-${uid}`,
        namespace: "monitoring",
        labels: {
          "app.kubernetes.io/name": `dashboard-${uid}`,
          "app.kubernetes.io/part-of": "msa",
          "app.kubernetes.io/managed-by": "pulumi",
          "msa-gitops/stack": "development",
          grafana_dashboard: "1",
        },
        annotations: { "pulumi.com/patchFieldManager": "msa-development", grafana_folder: "MSA" },
      });
      const files = configMap.inputs["data"] as Record<string, string>;
      assert.deepEqual(Object.keys(files), [`${uid}.json`]);
      assert.deepEqual(
        JSON.parse(files[`${uid}.json`] ?? ""),
        JSON.parse(JSON.stringify(dashboard)),
      );
      // The API server refuses a ConfigMap of 1 MiB.
      assert.ok(JSON.stringify(configMap.inputs).length < 2 ** 19);
      assert.deepEqual(configMap.options.hooks, { beforeCreate: ["refuse-foreign"] });
      assert.equal(configMap.options.parent, component.urn);
    }
  });
});
