import assert from "node:assert/strict";

import { gatewayRow } from "../../../../components/dashboards/infrastructure/gateway-row.ts";
import { exprsOf, shown } from "../shown.ts";

describe("gatewayRow", () => {
  it("shows these panels, in these units", () => {
    assert.deepEqual(shown(gatewayRow), [
      "Gateway by response code: timeseries, reqps",
      "Gateway by service: timeseries, reqps",
      "Encrypted in the mesh: timeseries, percentunit",
    ]);
  });

  it("shows the chosen environment's services only", () => {
    for (const expr of exprsOf(gatewayRow)) {
      assert.match(expr, /destination_workload_namespace=~"\$environment"/);
      assert.match(expr, /destination_workload=~"\$service"/);
    }
  });
});
