import assert from "node:assert/strict";

import { trafficRow } from "../../../../components/dashboards/overview/traffic-row.ts";
import { exprsOf, panelNamed, shown, stepsOf } from "../shown.ts";

describe("trafficRow", () => {
  it("shows these panels, in these units", () => {
    assert.deepEqual(shown(trafficRow), [
      "Requests by service: timeseries, reqps",
      "Errors by service: timeseries, percentunit",
      "Slowest percent by service: timeseries, ms",
      "Usual and slow answers: timeseries, ms",
      "Error budget burn: timeseries, none",
    ]);
  });

  it("reads only series that are recorded, so that it is fast however many look", () => {
    for (const expr of exprsOf(trafficRow)) {
      assert.match(expr, /service:istio_/);
      assert.doesNotMatch(expr, /rate\(/);
    }
  });

  it("counts the burn of the error budget against 99.9%, over an hour and over six", () => {
    assert.deepEqual(
      panelNamed(trafficRow, "Error budget burn").queries.map(({ expr }) =>
        expr.replace(/\{.*\}/, ""),
      ),
      [
        "service:istio_request_errors:ratio_rate1h / 0.0010",
        "service:istio_request_errors:ratio_rate6h / 0.0010",
      ],
    );
    assert.deepEqual(stepsOf(trafficRow, "Error budget burn"), [1, 14.4]);
  });

  it("draws the lines from which the service chart alerts: 5% errors and a second", () => {
    assert.equal(stepsOf(trafficRow, "Errors by service").at(-1), 0.05);
    assert.equal(stepsOf(trafficRow, "Slowest percent by service").at(-1), 1000);
  });

  it("leads from every curve to its service and its traces", () => {
    for (const { leadsTo } of trafficRow.panels) assert.deepEqual(leadsTo, ["service", "traces"]);
  });
});
