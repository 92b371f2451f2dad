import assert from "node:assert/strict";

import { nowRow } from "../../../../components/dashboards/overview/now-row.ts";
import { panelNamed, shown } from "../shown.ts";

describe("nowRow", () => {
  it("shows these panels, in these units", () => {
    assert.deepEqual(shown(nowRow), [
      "Requests: stat, reqps",
      "Errors: stat, percentunit",
      "Slowest percent: stat, ms",
      "Services down: stat, none",
      "Not in step: stat, none",
      "Alerts: stat, none",
    ]);
  });

  it("is red from the first service that is down, out of step or has an alert", () => {
    for (const title of ["Services down", "Not in step", "Alerts"]) {
      assert.deepEqual(panelNamed(nowRow, title).thresholds, [{ value: 1, color: "red" }], title);
    }
  });

  it("says 0 where counting finds nothing", () => {
    assert.equal(panelNamed(nowRow, "Not in step").noValue, "0");
    assert.equal(panelNamed(nowRow, "Alerts").noValue, "0");
  });
});
