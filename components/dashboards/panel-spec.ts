import type { Override, Panel, Threshold, Transformation, Unit } from "./grafana-json.ts";

/** The page of the series' service, or its traces. */
export type LinkTarget = "service" | "traces";

/** One query of a panel. */
export interface Query {
  /** PromQL; `$datasource` answers it. */
  readonly expr: string;
  /** Name of each series, such as `{{pod}}`; not used in tables. */
  readonly legend?: string;
  /** Show traces that a histogram's samples point to. */
  readonly exemplar?: boolean;
}

/** What a panel shows, in our words; `panel()` turns it into Grafana's. */
export interface PanelSpec {
  readonly kind: Panel["type"];
  readonly title: string;
  /** What it shows and when to worry, one or two sentences. */
  readonly description: string;
  readonly unit: Unit;
  /** Width of 24 columns. */
  readonly width: number;
  /** Height in grid units of 30 pixels. */
  readonly height: number;
  readonly queries: readonly Query[];
  /** Steps after the first, green one. */
  readonly thresholds?: readonly (Threshold & { readonly value: number })[];
  /** Colour below the first step; green unless named. */
  readonly baseColor?: string;
  readonly min?: number;
  readonly max?: number;
  readonly decimals?: number;
  /** Areas on top of each other, for parts of a whole. */
  readonly stacked?: boolean;
  /** Shown when no series matches; `0` where counting nothing is good. */
  readonly noValue?: string;
  /** Where a click on a series leads, which then carries the label `destination_workload`. */
  readonly leadsTo?: readonly LinkTarget[];
  /** Only for tables: how queries become columns. */
  readonly transformations?: readonly Transformation[];
  readonly overrides?: readonly Override[];
}

/** A heading and the panels below it, laid out from left to right. */
export interface RowSpec {
  readonly title: string;
  readonly panels: readonly PanelSpec[];
}

/** Orange from `warn`, red from `bad`. */
export function warnAndBad(warn: number, bad: number): PanelSpec["thresholds"] {
  return [
    { value: warn, color: "orange" },
    { value: bad, color: "red" },
  ];
}

/** Red from `bad`. */
export function badFrom(bad: number): PanelSpec["thresholds"] {
  return [{ value: bad, color: "red" }];
}
