import assert from "node:assert/strict";

import { alertsRow } from "../../../../components/dashboards/overview/alerts-row.ts";
import { exprsOf, shown } from "../shown.ts";

describe("alertsRow", () => {
  it("shows these panels, in these units", () => {
    assert.deepEqual(shown(alertsRow), [
      "Firing alerts: table, none",
      "Alerts over time: timeseries, none",
    ]);
  });

  it("asks by the environment's name, which alerts carry, and not by its namespace", () => {
    for (const expr of exprsOf(alertsRow)) {
      assert.match(expr, /ALERTS\{alertstate="firing",environment="\$\{environment:text\}"\}/);
    }
  });
});
