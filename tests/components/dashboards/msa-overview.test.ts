import assert from "node:assert/strict";

import { msaOverview } from "../../../components/dashboards/msa-overview.ts";

const dashboard = msaOverview({
  environments: [{ name: "staging", namespace: "microservices-staging" }],
});

describe("msaOverview", () => {
  it("has these rows, in this order", () => {
    assert.equal(dashboard.uid, "msa-overview");
    assert.deepEqual(
      dashboard.panels.flatMap(({ type, title }) => (type === "row" ? [title] : [])),
      ["Now", "Traffic", "Capacity and versions", "Delivery", "Alerts"],
    );
  });

  it("keeps the namespace within the chosen environment", () => {
    const namespace = dashboard.templating.list.find(({ name }) => name === "namespace");

    assert.equal(
      namespace?.definition,
      'label_values(kube_namespace_status_phase{namespace=~"$environment"}, namespace)',
    );
    assert.equal(namespace.multi, undefined);
  });
});
