import type { HelmValues } from "../../helm-values.ts";

/**
 * Alertmanager without a channel: alerts are seen in Grafana and go to nobody. Lists of the chart are
 * replaced whole, so the receiver `null` and the route of the Watchdog, which always fires, are here again;
 * what inhibits what stays the chart's.
 */
export const alertmanagerConfig: HelmValues = {
  route: {
    receiver: "null",
    group_by: ["alertname", "environment", "namespace"],
    group_wait: "30s",
    group_interval: "5m",
    repeat_interval: "4h",
    routes: [{ receiver: "null", matchers: ['alertname = "Watchdog"'] }],
  },
  receivers: [{ name: "null" }],
};
