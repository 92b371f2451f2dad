import assert from "node:assert/strict";

import { stabilityRow } from "../../../../components/dashboards/performance/stability-row.ts";
import { panelNamed, shown } from "../shown.ts";

describe("stabilityRow", () => {
  it("shows these panels, in these units", () => {
    assert.deepEqual(shown(stabilityRow), [
      "Restarts: timeseries, none",
      "Pods over time: timeseries, none",
      "Cache hits: timeseries, percentunit",
    ]);
  });

  it("shows available, wanted and most possible pods in one panel", () => {
    assert.deepEqual(
      panelNamed(stabilityRow, "Pods over time").queries.map(({ legend }) => legend),
      ["{{deployment}} available", "{{deployment}} wanted", "{{horizontalpodautoscaler}} maximum"],
    );
  });
});
