import { dashboard } from "./dashboard.ts";
import type { DashboardFacts } from "./dashboards.ts";
import type { Dashboard } from "./grafana-json.ts";
import { alertsRow } from "./overview/alerts-row.ts";
import { capacityRow } from "./overview/capacity-row.ts";
import { deliveryRow } from "./overview/delivery-row.ts";
import { nowRow } from "./overview/now-row.ts";
import { trafficRow } from "./overview/traffic-row.ts";
import {
  dataSourceVariable,
  environmentNamespaceVariable,
  environmentVariable,
  serviceVariable,
} from "./variables.ts";

/** How an environment is doing, on one page: for whoever is on call, and for the wall. */
export function msaOverview(facts: DashboardFacts): Dashboard {
  return dashboard({
    uid: "msa-overview",
    description:
      "How the services of an environment are doing: traffic, errors, latency, capacity, delivery, alerts.",
    variables: [
      dataSourceVariable,
      environmentVariable(facts.environments),
      environmentNamespaceVariable,
      serviceVariable,
    ],
    rows: [nowRow, trafficRow, capacityRow, deliveryRow, alertsRow],
    jaegerUid: facts.jaegerUid,
  });
}
