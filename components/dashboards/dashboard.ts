import type { Dashboard, Variable } from "./grafana-json.ts";
import { layOut } from "./layout.ts";
import { linksFrom, titles, type DashboardUid } from "./links.ts";
import type { RowSpec } from "./panel-spec.ts";

/** What is different between the three dashboards. */
export interface DashboardSpec {
  readonly uid: DashboardUid;
  readonly description: string;
  readonly variables: readonly Variable[];
  readonly rows: readonly RowSpec[];
  /** Uid of Grafana's Jaeger data source; absent: no links to traces. */
  readonly jaegerUid?: string;
}

/**
 * A dashboard as Grafana stores it. It has no `id` and no version: those are the database's, and a
 * provisioned dashboard is found by its uid.
 */
export function dashboard(spec: DashboardSpec): Dashboard {
  return {
    uid: spec.uid,
    title: titles[spec.uid],
    description: spec.description,
    tags: ["msa"],
    schemaVersion: 42,
    editable: false,
    graphTooltip: 1,
    timezone: "browser",
    time: { from: "now-1h", to: "now" },
    refresh: "30s",
    templating: { list: spec.variables },
    annotations: { list: [] },
    links: linksFrom(spec.uid),
    panels: layOut(spec.rows, spec),
  };
}
