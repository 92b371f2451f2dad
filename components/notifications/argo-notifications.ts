import { stringify } from "yaml";

import type { Config } from "../../config/model.ts";
import { toolUrl } from "../addons/values.ts";
import type { HelmValues } from "../helm-values.ts";
import { runbookUrl } from "../rules/rule.ts";
import { alertBody } from "./argo-alert.ts";
import { argoTriggers } from "./argo-triggers.ts";
import { type AlertmanagerReplica, alertmanagers } from "./alertmanagers.ts";
import { type DeliveryTemplate, events, templates } from "./events.ts";

/**
 * `notifications` of the chart argo-cd: the controller hands each event to every Alertmanager, which
 * knows the people and repeats what failed (docs/decisions/0029). It holds no credential of a channel.
 */
export function notificationValues(config: Config): HelmValues {
  const replicas = alertmanagers(config);
  const argoUrl = toolUrl(config, "argo");
  const grafanaUrl = toolUrl(config, "grafana");
  if (replicas.length === 0) return {};
  return {
    ...(argoUrl !== undefined && { argocdUrl: argoUrl }),
    // Addresses for links; `argoUrl` beside the chart's `argocdUrl`, which is made up where there is none.
    context: {
      runbookUrl: runbookUrl(config.domain),
      ...(argoUrl !== undefined && { argoUrl }),
      ...(grafanaUrl !== undefined && { grafanaUrl }),
    },
    // One that hangs must not hold up the events of every other Application.
    extraArgs: ["--processors-count=4"],
    notifiers: Object.fromEntries(
      replicas.map((replica) => [`service.webhook.${replica.name}`, yaml(webhook(replica))]),
    ),
    templates: Object.fromEntries(
      templateNames.map((name) => [`template.${name}`, yaml(template(name, replicas))]),
    ),
    triggers: Object.fromEntries(
      Object.entries(argoTriggers()).map(([name, conditions]) => [
        `trigger.${name}`,
        yaml(conditions),
      ]),
    ),
  };
}

const templateNames = Object.keys(templates) as DeliveryTemplate[];

/** Lines of a template stay as they are. */
function yaml(value: object): string {
  return stringify(value, { blockQuote: "literal", lineWidth: 0 });
}

/** A connection is made per message, and would be kept for ever. */
function webhook({ url }: AlertmanagerReplica) {
  return {
    url,
    headers: [{ name: "Content-Type", value: "application/json" }],
    idleConnTimeout: "10s",
  };
}

function template(of: DeliveryTemplate, replicas: readonly AlertmanagerReplica[]) {
  const request = { method: "POST", body: alertBody(of) };
  return {
    message: `${events[templates[of]].title}: {{ .app.metadata.name }}`,
    webhook: Object.fromEntries(replicas.map(({ name }) => [name, { ...request }])),
  };
}
