import assert from "node:assert/strict";

import { panel } from "../../../components/dashboards/panel.ts";
import type { PanelSpec } from "../../../components/dashboards/panel-spec.ts";

const place = { id: 7, gridPos: { x: 0, y: 1, w: 8, h: 4 } };
const spec: PanelSpec = {
  kind: "stat",
  title: "Errors",
  description: "Share of errors.",
  unit: "percentunit",
  width: 8,
  height: 4,
  decimals: 2,
  thresholds: [{ value: 0.05, color: "red" }],
  leadsTo: ["service", "traces"],
  queries: [
    { expr: "a", legend: "first" },
    { expr: "b", exemplar: true },
  ],
};

describe("panel", () => {
  it("carries unit, thresholds from green, and only what was said", () => {
    assert.deepEqual(panel({ ...spec, leadsTo: undefined }, place, {}).fieldConfig, {
      defaults: {
        unit: "percentunit",
        color: { mode: "thresholds" },
        thresholds: {
          mode: "absolute",
          steps: [
            { value: null, color: "green" },
            { value: 0.05, color: "red" },
          ],
        },
        decimals: 2,
      },
      overrides: [],
    });
  });

  it("asks the chosen data source, each query by its letter", () => {
    const datasource = { type: "prometheus", uid: "${datasource}" };
    const common = { datasource, editorMode: "code", instant: false, range: true };

    assert.deepEqual(panel(spec, place, {}).targets, [
      { refId: "A", expr: "a", format: "time_series", legendFormat: "first", ...common },
      { refId: "B", expr: "b", format: "time_series", exemplar: true, ...common },
    ]);
  });

  it("asks for the present only where the past is not shown", () => {
    const [target] = panel({ ...spec, kind: "table" }, place, {}).targets;

    assert.deepEqual([target?.instant, target?.range, target?.format], [true, false, "table"]);
  });

  it("leads to traces only where there is a Jaeger", () => {
    const titles = (jaegerUid?: string) =>
      panel(spec, place, { jaegerUid }).fieldConfig.defaults.links?.map(({ title }) => title);

    assert.deepEqual(titles(), ["Performance of ${__field.labels.destination_workload}"]);
    assert.deepEqual(titles("jaeger"), [
      "Performance of ${__field.labels.destination_workload}",
      "Traces of ${__field.labels.destination_workload}",
    ]);
  });
});
