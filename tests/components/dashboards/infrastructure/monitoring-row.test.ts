import assert from "node:assert/strict";

import { monitoringRow } from "../../../../components/dashboards/infrastructure/monitoring-row.ts";
import { panelNamed, shown, stepsOf } from "../shown.ts";

describe("monitoringRow", () => {
  it("shows these panels, in these units", () => {
    assert.deepEqual(shown(monitoringRow), [
      "Targets that cannot be read: timeseries, none",
      "Series in memory: timeseries, short",
      "Failed rules and notifications: timeseries, ops",
      "Spans: timeseries, ops",
      "Certificates: table, s",
    ]);
  });

  it("is red for a certificate from which CertificateExpiring fires", () => {
    assert.equal(panelNamed(monitoringRow, "Certificates").baseColor, "red");
    assert.equal(stepsOf(monitoringRow, "Certificates")[0], 14 * 86_400);
  });

  it("counts spans with the ending _total and without it", () => {
    assert.deepEqual(
      panelNamed(monitoringRow, "Spans").queries.map(({ expr }) => expr),
      ["receiver_accepted", "receiver_refused", "exporter_send_failed"].map(
        (what) => `sum(rate({__name__=~"otelcol_${what}_spans(_total)?"}[$__rate_interval]))`,
      ),
    );
  });
});
