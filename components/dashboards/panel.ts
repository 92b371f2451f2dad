import type { DataLink, DataSource, GridPos, Panel, Target } from "./grafana-json.ts";
import { toService, toTraces } from "./links.ts";
import { customField, optionsOf } from "./panel-options.ts";
import type { LinkTarget, PanelSpec, Query } from "./panel-spec.ts";

/** The data source that the reader chooses. */
export const chosenDataSource: DataSource = { type: "prometheus", uid: "${datasource}" };

/** What all panels of a dashboard need to know. */
export interface PanelContext {
  /** Uid of Grafana's Jaeger data source; absent: no links to traces. */
  readonly jaegerUid?: string;
}

/** Where a panel is: its number in the dashboard, and its place. */
export interface PanelPlace {
  readonly id: number;
  readonly gridPos: GridPos;
}

/** A panel in Grafana's words. */
export function panel(spec: PanelSpec, { id, gridPos }: PanelPlace, context: PanelContext): Panel {
  return {
    id,
    type: spec.kind,
    title: spec.title,
    description: spec.description,
    datasource: chosenDataSource,
    gridPos,
    targets: spec.queries.map((query, index) => target(spec, query, index)),
    fieldConfig: { defaults: fieldDefaults(spec, context), overrides: spec.overrides ?? [] },
    options: optionsOf(spec),
    ...(spec.transformations !== undefined && { transformations: spec.transformations }),
  };
}

function fieldDefaults(spec: PanelSpec, context: PanelContext): Panel["fieldConfig"]["defaults"] {
  const { unit, min, max, decimals, noValue } = spec;
  const custom = customField(spec);
  const links = spec.leadsTo?.flatMap((to) => dataLink(to, context));
  const own = { min, max, decimals, noValue, links, custom };
  return {
    unit,
    color: { mode: spec.kind === "timeseries" ? "palette-classic-by-name" : "thresholds" },
    thresholds: {
      mode: "absolute",
      steps: [{ value: null, color: spec.baseColor ?? "green" }, ...(spec.thresholds ?? [])],
    },
    ...Object.fromEntries(Object.entries(own).filter(([, value]) => value !== undefined)),
  };
}

function dataLink(to: LinkTarget, { jaegerUid }: PanelContext): readonly DataLink[] {
  const label = "destination_workload";
  if (to === "service") {
    return [toService(label)];
  }
  return jaegerUid === undefined ? [] : [toTraces(label, jaegerUid)];
}

const letters = "ABCDEFGHIJ";

function target(spec: PanelSpec, query: Query, index: number): Target {
  const { kind } = spec;
  // A table and a bar show the present; asking for a whole range would only be slower.
  const instant = kind === "table" || kind === "bargauge";
  return {
    refId: letters.charAt(index),
    datasource: chosenDataSource,
    editorMode: "code",
    expr: query.expr,
    instant,
    range: !instant,
    format: kind === "table" ? "table" : kind === "heatmap" ? "heatmap" : "time_series",
    ...(query.legend !== undefined && { legendFormat: query.legend }),
    ...(query.exemplar === true && { exemplar: true }),
  };
}
