import type * as barGauge from "@grafana/grafana-foundation-sdk/bargauge";
import type * as common from "@grafana/grafana-foundation-sdk/common";
import type * as dashboard from "@grafana/grafana-foundation-sdk/dashboard";
import type * as heatmap from "@grafana/grafana-foundation-sdk/heatmap";
import type * as prometheus from "@grafana/grafana-foundation-sdk/prometheus";
import type * as stat from "@grafana/grafana-foundation-sdk/stat";
import type * as table from "@grafana/grafana-foundation-sdk/table";
import type * as timeseries from "@grafana/grafana-foundation-sdk/timeseries";
import type * as units from "@grafana/grafana-foundation-sdk/units";

// Grafana's schema as its Foundation SDK describes it. Only types are taken: its builders cost a tenth
// of a second of every preview, and what they do is to write what stands in these types.

/** A type of the SDK as JSON: an enum is one of its words, nothing is changed later. */
type Json<T> = 0 extends 1 & T
  ? unknown
  : T extends string
    ? `${T}`
    : T extends number
      ? JsonNumber<T>
      : T extends object
        ? { readonly [Key in keyof T]: Json<T[Key]> }
        : T;

/** A number, or of an enum its numbers. */
type JsonNumber<T extends number> = `${T}` extends `${infer N extends number}` ? N : never;

export type GridPos = Json<dashboard.GridPos>;
export type RowPanel = Json<dashboard.RowPanel> & { readonly gridPos: GridPos };
export type Variable = Json<dashboard.VariableModel>;
export type Link = Json<dashboard.DashboardLink>;
export type Override = Json<dashboard.FieldConfigSource>["overrides"][number];
export type ValueMapping = Json<dashboard.ValueMapping>;
export type Transformation = Json<dashboard.DataTransformerConfig>;
export type DataSource = Required<Json<common.DataSourceRef>>;
export type Unit = Extract<(typeof units)[keyof typeof units], string>;

/** A link of a value; Grafana's own schema for them is its dashboard link, of which they use three fields. */
export type DataLink = Pick<Link, "title" | "url" | "targetBlank">;

/** Where colours change: from `value` upwards; the first step has no value. */
export type Threshold = Json<dashboard.Threshold>;

/** A query as Grafana's Prometheus data source runs it. */
export type Target = Json<Omit<prometheus.Dataquery, "_implementsDataqueryVariant">> & {
  readonly refId: string;
};

export type TimeSeriesOptions = Json<timeseries.Options>;
export type TimeSeriesField = Json<common.GraphFieldConfig>;
export type StatOptions = Json<stat.Options>;
export type TableOptions = Json<table.Options>;
export type BarGaugeOptions = Json<barGauge.Options>;
export type HeatmapOptions = Json<heatmap.Options>;

/** Defaults of a panel's fields; links in it are of values, not of the panel. */
type FieldDefaults = Omit<Json<dashboard.FieldConfig>, "links"> & {
  readonly unit: Unit;
  readonly links?: readonly DataLink[];
};

/** A panel with everything that every panel here has. */
export type Panel = Omit<
  Json<dashboard.Panel>,
  "targets" | "fieldConfig" | "type" | "options" | "gridPos"
> & {
  readonly id: number;
  readonly type: "timeseries" | "stat" | "table" | "bargauge" | "heatmap";
  readonly title: string;
  readonly description: string;
  readonly datasource: DataSource;
  readonly gridPos: GridPos;
  readonly targets: readonly Target[];
  readonly fieldConfig: {
    readonly defaults: FieldDefaults;
    readonly overrides: readonly Override[];
  };
  readonly options:
    TimeSeriesOptions | StatOptions | TableOptions | BarGaugeOptions | HeatmapOptions;
};

// eslint-disable-next-line @typescript-eslint/no-deprecated -- files that Grafana's sidecar provisions are still read as version 1
type SdkDashboard = dashboard.Dashboard;

/** A dashboard as Grafana stores it. */
export type Dashboard = Omit<Json<SdkDashboard>, "panels" | "templating" | "uid" | "title"> & {
  /** At most 40 characters; its address is `/d/<uid>`. */
  readonly uid: string;
  readonly title: string;
  readonly panels: readonly (Panel | RowPanel)[];
  readonly templating: { readonly list: readonly Variable[] };
};
