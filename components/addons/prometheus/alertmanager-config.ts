import type { Config } from "../../../config/model.ts";
import type { HelmValues } from "../../helm-values.ts";
import { receivers } from "../../notifications/receivers.ts";
import { nobody, notificationRoutes } from "../../notifications/routes.ts";

/**
 * Who is told of which alert. Only what has a label `event` is told to people; the rest is seen in
 * Grafana. Lists of the chart are replaced whole, so the receiver `null` and the route of the Watchdog,
 * which always fires, are here again.
 */
export function alertmanagerConfig(config: Pick<Config, "notifications" | "services">): HelmValues {
  return {
    global: {
      // Argo CD tells of an event once and not that it has ended. Until it is forgotten it is tried
      // again where a channel does not answer.
      resolve_timeout: "6h",
    },
    inhibit_rules: inhibitRules,
    route: {
      receiver: nobody,
      group_by: ["alertname", "environment", "namespace"],
      group_wait: "30s",
      group_interval: "5m",
      repeat_interval: "4h",
      routes: [
        { receiver: nobody, matchers: ['alertname = "Watchdog"'] },
        ...notificationRoutes(config),
      ],
    },
    receivers: [{ name: nobody }, ...receivers(config.notifications)],
  };
}

/**
 * The chart's, but that a critical alert silences only those of its own service, and that an event is
 * never silenced for being of little weight.
 */
const inhibitRules = [
  {
    source_matchers: ['severity = "critical"'],
    target_matchers: ['severity =~ "warning|info"'],
    equal: ["namespace", "alertname", "service"],
  },
  {
    source_matchers: ['severity = "warning"'],
    target_matchers: ['severity = "info"'],
    equal: ["namespace", "alertname", "service"],
  },
  {
    source_matchers: ['alertname = "InfoInhibitor"'],
    target_matchers: ['severity = "info"', 'event = ""'],
    equal: ["namespace"],
  },
  { target_matchers: ['alertname = "InfoInhibitor"'] },
];
