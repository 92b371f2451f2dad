import { dashboard } from "./dashboard.ts";
import type { DashboardFacts } from "./dashboards.ts";
import type { Dashboard } from "./grafana-json.ts";
import { gatewayRow } from "./infrastructure/gateway-row.ts";
import { istiodRow } from "./infrastructure/istiod-row.ts";
import { monitoringRow } from "./infrastructure/monitoring-row.ts";
import { namespacesRow } from "./infrastructure/namespaces-row.ts";
import { nodesRow } from "./infrastructure/nodes-row.ts";
import { redisRow } from "./infrastructure/redis-row.ts";
import {
  anyNamespaceVariable,
  dataSourceVariable,
  environmentVariable,
  serviceVariable,
} from "./variables.ts";

/** What carries the services: nodes, namespaces, mesh, cache and the monitoring itself. */
export function infrastructure(facts: DashboardFacts): Dashboard {
  return dashboard({
    uid: "infrastructure",
    description:
      "What carries the services: nodes, quotas, volumes, the mesh and its gateway, Redis, monitoring, certificates. Environment and service choose what the gateway's panels show.",
    variables: [
      dataSourceVariable,
      environmentVariable(facts.environments),
      anyNamespaceVariable,
      serviceVariable,
    ],
    rows: [nodesRow, namespacesRow, gatewayRow, istiodRow, redisRow, monitoringRow],
    jaegerUid: facts.jaegerUid,
  });
}
