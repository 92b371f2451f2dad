import assert from "node:assert/strict";

import { infrastructure } from "../../../components/dashboards/infrastructure.ts";

const dashboard = infrastructure({
  environments: [{ name: "staging", namespace: "microservices-staging" }],
});

describe("infrastructure", () => {
  it("has these rows, in this order", () => {
    assert.equal(dashboard.uid, "infrastructure");
    assert.deepEqual(
      dashboard.panels.flatMap(({ type, title }) => (type === "row" ? [title] : [])),
      [
        "Nodes",
        "Namespaces",
        "Gateway and mesh traffic",
        "istiod",
        "Redis Cluster",
        "Monitoring and certificates",
      ],
    );
  });

  it("lets the reader choose any namespace of the cluster, and several", () => {
    const namespace = dashboard.templating.list.find(({ name }) => name === "namespace");

    assert.equal(namespace?.definition, "label_values(kube_namespace_status_phase, namespace)");
    assert.equal(namespace.multi, true);
  });
});
