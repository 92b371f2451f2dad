import assert from "node:assert/strict";

import {
  dataSourceVariable,
  environmentVariable,
  labelVariable,
  serviceVariable,
} from "../../../components/dashboards/variables.ts";

describe("environmentVariable", () => {
  it("shows names, means namespaces and starts with the first", () => {
    const variable = environmentVariable([
      { name: "production", namespace: "microservices" },
      { name: "staging", namespace: "microservices-staging" },
    ]);

    assert.equal(variable.query, "production : microservices,staging : microservices-staging");
    assert.deepEqual(variable.current, {
      text: "production",
      value: "microservices",
      selected: true,
    });
  });
});

describe("labelVariable", () => {
  const common = { name: "node", label: "Node", description: "", series: "up", of: "instance" };

  it("lists a label's values from the chosen data source", () => {
    const variable = labelVariable({ ...common, several: false });

    assert.equal(variable.definition, "label_values(up, instance)");
    assert.deepEqual(variable.datasource, { type: "prometheus", uid: "${datasource}" });
    assert.equal(variable.multi, undefined);
  });

  it("matches everything when all are chosen, without naming each", () => {
    const variable = labelVariable({ ...common, several: true });

    assert.equal(variable.allValue, ".+");
    assert.equal(variable.includeAll, true);
    assert.deepEqual(variable.current?.value, ["$__all"]);
  });
});

describe("the variables of every dashboard", () => {
  it("offer every Prometheus, and the services of the chosen environment", () => {
    assert.deepEqual(
      [dataSourceVariable.type, dataSourceVariable.query],
      ["datasource", "prometheus"],
    );
    assert.equal(
      serviceVariable.definition,
      'label_values(kube_deployment_spec_replicas{namespace=~"$environment"}, deployment)',
    );
  });
});
