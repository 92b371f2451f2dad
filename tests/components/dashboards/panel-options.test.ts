import assert from "node:assert/strict";

import { customField, optionsOf } from "../../../components/dashboards/panel-options.ts";
import type { PanelSpec } from "../../../components/dashboards/panel-spec.ts";

function spec(more: Partial<PanelSpec>): PanelSpec {
  return {
    kind: "timeseries",
    title: "a",
    description: "",
    unit: "ms",
    width: 8,
    height: 8,
    queries: [],
    ...more,
  };
}

describe("customField", () => {
  it("stacks only parts of a whole", () => {
    assert.equal(customField(spec({ stacked: true }))?.stacking?.mode, "normal");
    assert.equal(customField(spec({}))?.stacking?.mode, "none");
  });

  it("draws thresholds as dashed lines where there are any", () => {
    const thresholds = [{ value: 1, color: "red" }];

    assert.equal(customField(spec({ thresholds }))?.thresholdsStyle?.mode, "dashed");
    assert.equal(customField(spec({}))?.thresholdsStyle?.mode, "off");
  });

  it("is nothing for what is not a curve", () => {
    assert.equal(customField(spec({ kind: "table" })), undefined);
  });
});

describe("optionsOf", () => {
  it("shows a legend under curves, which Grafana hides unless told", () => {
    assert.ok("legend" in optionsOf(spec({})));
    assert.deepEqual((optionsOf(spec({})) as { legend: unknown }).legend, {
      displayMode: "list",
      placement: "bottom",
      showLegend: true,
      calcs: [],
    });
  });

  it("gives a heatmap's axis the panel's unit and calculates no buckets, since they are counted", () => {
    const options = optionsOf(spec({ kind: "heatmap" })) as {
      calculate: boolean;
      yAxis: { unit: string };
    };

    assert.equal(options.yAxis.unit, "ms");
    assert.equal(options.calculate, false);
  });
});
