import assert from "node:assert/strict";

import { servicePerformance } from "../../../components/dashboards/service-performance.ts";

const dashboard = servicePerformance({
  environments: [{ name: "staging", namespace: "microservices-staging" }],
});

describe("servicePerformance", () => {
  it("has these rows, in this order", () => {
    assert.equal(dashboard.uid, "service-performance");
    assert.deepEqual(
      dashboard.panels.flatMap(({ type, title }) => (type === "row" ? [title] : [])),
      ["Requests", "Latency", "Limits", "Stability and cache"],
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
