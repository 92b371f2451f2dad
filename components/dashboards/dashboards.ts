import type { Dashboard } from "./grafana-json.ts";
import { infrastructure } from "./infrastructure.ts";
import { msaOverview } from "./msa-overview.ts";
import { servicePerformance } from "./service-performance.ts";
import type { DashboardEnvironment } from "./variables.ts";

export interface DashboardFacts {
  /** Environments whose services run on this cluster; the first is shown when a dashboard opens. */
  readonly environments: readonly DashboardEnvironment[];
  /** Uid of Grafana's Jaeger data source; absent: no links to traces. */
  readonly jaegerUid?: string;
}

/** The three dashboards as JSON, in the order they are linked. */
export function dashboards(facts: DashboardFacts): readonly Dashboard[] {
  return [msaOverview(facts), servicePerformance(facts), infrastructure(facts)];
}
