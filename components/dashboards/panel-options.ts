import type {
  BarGaugeOptions,
  HeatmapOptions,
  Panel,
  StatOptions,
  TableOptions,
  TimeSeriesField,
  TimeSeriesOptions,
} from "./grafana-json.ts";
import type { PanelSpec } from "./panel-spec.ts";

const lastValue = { calcs: ["lastNotNull"], fields: "", values: false };

const timeSeries: TimeSeriesOptions = {
  legend: { displayMode: "list", placement: "bottom", showLegend: true, calcs: [] },
  tooltip: { mode: "multi", sort: "desc" },
};

const stat: StatOptions = {
  graphMode: "area",
  colorMode: "value",
  justifyMode: "auto",
  textMode: "auto",
  wideLayout: true,
  showPercentChange: false,
  percentChangeColorMode: "standard",
  orientation: "auto",
  reduceOptions: lastValue,
};

const table: TableOptions = { frameIndex: 0, showHeader: true, cellHeight: "sm" };

const barGauge: BarGaugeOptions = {
  displayMode: "basic",
  valueMode: "color",
  namePlacement: "left",
  showUnfilled: true,
  sizing: "auto",
  minVizWidth: 8,
  minVizHeight: 16,
  maxVizHeight: 24,
  orientation: "horizontal",
  legend: { displayMode: "list", placement: "bottom", showLegend: false, calcs: [] },
  reduceOptions: lastValue,
};

/** Buckets come with the query, so nothing is calculated; the axis carries the panel's unit. */
function heatmap(spec: PanelSpec): HeatmapOptions {
  return {
    calculate: false,
    color: {
      mode: "scheme",
      scheme: "Oranges",
      fill: "dark-orange",
      scale: "exponential",
      exponent: 0.5,
      steps: 64,
      reverse: false,
    },
    cellGap: 1,
    showValue: "never",
    filterValues: { le: 1e-9 },
    yAxis: { unit: spec.unit, axisPlacement: "left" },
    rowsFrame: { layout: "auto" },
    legend: { show: true },
    tooltip: { mode: "single", yHistogram: true, showColorScale: true },
    exemplars: { color: "rgba(255,0,255,0.7)" },
  };
}

/** Grafana's options of a panel of this kind. */
export function optionsOf(spec: PanelSpec): Panel["options"] {
  switch (spec.kind) {
    case "timeseries":
      return timeSeries;
    case "stat":
      return stat;
    case "table":
      return table;
    case "bargauge":
      return barGauge;
    case "heatmap":
      return heatmap(spec);
  }
}

/** How a curve is drawn; nothing for the other kinds. */
export function customField(spec: PanelSpec): TimeSeriesField | undefined {
  if (spec.kind !== "timeseries") {
    return undefined;
  }
  return {
    drawStyle: "line",
    lineWidth: 1,
    fillOpacity: spec.stacked === true ? 40 : 8,
    showPoints: "never",
    // A gap of one lost sample is bridged, an outage is not.
    spanNulls: 120_000,
    stacking: { mode: spec.stacked === true ? "normal" : "none", group: "A" },
    thresholdsStyle: { mode: spec.thresholds === undefined ? "off" : "dashed" },
    axisSoftMin: 0,
  };
}
