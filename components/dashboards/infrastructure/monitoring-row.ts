import { badFrom, type RowSpec } from "../panel-spec.ts";
import { asOneTable } from "../table.ts";

const third = { kind: "timeseries", width: 8, height: 7 } as const;

/** What watches everything else: if it is not well, green panels mean nothing. */
export const monitoringRow: RowSpec = {
  title: "Monitoring and certificates",
  panels: [
    {
      ...third,
      title: "Targets that cannot be read",
      description: "Targets whose metrics Prometheus does not get; alerts about them are blind.",
      unit: "none",
      noValue: "0",
      thresholds: badFrom(1),
      queries: [
        {
          expr: 'count by (namespace, job) (up{namespace=~"$namespace"} == 0)',
          legend: "{{namespace}} {{job}}",
        },
      ],
    },
    {
      ...third,
      title: "Series in memory",
      description: "Series that Prometheus holds; its memory grows with them.",
      unit: "short",
      queries: [{ expr: "sum by (pod) (prometheus_tsdb_head_series)", legend: "{{pod}}" }],
    },
    {
      ...third,
      title: "Failed rules and notifications",
      description:
        "Rules that Prometheus could not evaluate and notifications that Alertmanager could not deliver, per second. Both must be 0.",
      unit: "ops",
      thresholds: badFrom(0.001),
      queries: [
        {
          expr: "sum(rate(prometheus_rule_evaluation_failures_total[$__rate_interval]))",
          legend: "rules",
        },
        {
          expr: "sum by (integration) (rate(alertmanager_notifications_failed_total[$__rate_interval]))",
          legend: "notifications to {{integration}}",
        },
      ],
    },
    {
      ...third,
      width: 12,
      title: "Spans",
      description: "Spans per second that Jaeger takes, and those it refuses or cannot store.",
      unit: "ops",
      queries: [
        { expr: spans("receiver_accepted"), legend: "taken" },
        { expr: spans("receiver_refused"), legend: "refused" },
        { expr: spans("exporter_send_failed"), legend: "not stored" },
      ],
    },
    {
      kind: "table",
      title: "Certificates",
      description:
        "Time left of each certificate; cert-manager renews at a third. An alert fires below 14 days.",
      unit: "s",
      width: 12,
      height: 7,
      baseColor: "red",
      thresholds: [
        { value: 14 * 86_400, color: "orange" },
        { value: 28 * 86_400, color: "green" },
      ],
      queries: [
        {
          expr: "min by (exported_namespace, name) (certmanager_certificate_expiration_timestamp_seconds - time())",
        },
      ],
      transformations: asOneTable({
        exported_namespace: "Namespace",
        name: "Certificate",
        Value: "Left",
      }),
      overrides: [
        {
          matcher: { id: "byName", options: "Left" },
          properties: [{ id: "custom.cellOptions", value: { type: "color-text" } }],
        },
      ],
    },
  ],
};

/** The ending `_total` is there or not, as the collector's reader was set up (see components/rules/tracing-alerts.ts). */
function spans(what: string): string {
  return `sum(rate({__name__=~"otelcol_${what}_spans(_total)?"}[$__rate_interval]))`;
}
