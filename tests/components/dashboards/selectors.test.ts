import assert from "node:assert/strict";

import * as selectors from "../../../components/dashboards/selectors.ts";

describe("selectors", () => {
  it("each keep to the chosen namespace and the chosen services", () => {
    for (const [name, matchers] of Object.entries(selectors)) {
      assert.match(matchers, /namespace=~"\$namespace"/, name);
      assert.match(matchers, /(workload|deployment|container|service)=~"\$service"/, name);
    }
  });

  it("count a request where it arrives", () => {
    assert.match(selectors.arrivingService, /^reporter="destination",/);
  });
});
