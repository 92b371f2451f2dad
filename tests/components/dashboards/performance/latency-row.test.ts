import assert from "node:assert/strict";

import { latencyRow } from "../../../../components/dashboards/performance/latency-row.ts";
import { panelNamed, shown } from "../shown.ts";

describe("latencyRow", () => {
  it("shows these panels, in these units", () => {
    assert.deepEqual(shown(latencyRow), [
      "Percentiles: timeseries, ms",
      "Distribution: heatmap, ms",
      "Slowest percent by caller: timeseries, ms",
      "Bytes answered: timeseries, binBps",
    ]);
  });

  it("shows median, 90th and 99th percentile, with exemplars", () => {
    assert.deepEqual(
      panelNamed(latencyRow, "Percentiles").queries.map(({ legend, exemplar }) => [
        legend,
        exemplar,
      ]),
      [
        ["{{destination_workload}} 50%", true],
        ["{{destination_workload}} 90%", true],
        ["{{destination_workload}} 99%", true],
      ],
    );
  });
});
