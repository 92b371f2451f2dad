import { dashboard } from "./dashboard.ts";
import type { DashboardFacts } from "./dashboards.ts";
import type { Dashboard } from "./grafana-json.ts";
import { latencyRow } from "./performance/latency-row.ts";
import { limitsRow } from "./performance/limits-row.ts";
import { requestsRow } from "./performance/requests-row.ts";
import { stabilityRow } from "./performance/stability-row.ts";
import {
  dataSourceVariable,
  environmentNamespaceVariable,
  environmentVariable,
  serviceVariable,
} from "./variables.ts";

/** One service, or a few beside each other, in depth: for whoever looks for the cause. */
export function servicePerformance(facts: DashboardFacts): Dashboard {
  return dashboard({
    uid: "service-performance",
    description:
      "Rate, errors and duration of services, by caller and response code, and what they use of their limits.",
    variables: [
      dataSourceVariable,
      environmentVariable(facts.environments),
      environmentNamespaceVariable,
      serviceVariable,
    ],
    rows: [requestsRow, latencyRow, limitsRow, stabilityRow],
    jaegerUid: facts.jaegerUid,
  });
}
