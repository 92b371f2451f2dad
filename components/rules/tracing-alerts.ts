import { deploymentDown, type Workload } from "./deployment-down.ts";
import type { AlertText } from "./rule.ts";

/** Jaeger, an OpenTelemetry collector at heart: it is down, or spans do not reach its storage. */
export function tracingAlerts(workload: Workload): readonly AlertText[] {
  return [
    deploymentDown({
      alert: "TracingDown",
      workload,
      summary: "Jaeger has no available pod.",
      effect: "Spans are lost; services are not affected.",
    }),
    {
      alert: "SpansLost",
      severity: "warning",
      expr: `sum by (namespace) (rate(${lostSpans(workload.namespace)}[5m])) > 0`,
      for: "10m",
      summary: "Jaeger loses spans.",
      description:
        '{{ printf "%.2f" $value }} spans per second are refused or cannot be stored, for 10 minutes.',
    },
  ];
}

/**
 * Counters of spans that were refused or not stored. The collector's own reader leaves the ending
 * `_total` out, an explicit one adds it; both are in use.
 */
export function lostSpans(namespace: string): string {
  return `{__name__=~"otelcol_(receiver_refused|exporter_send_failed)_spans(_total)?",namespace="${namespace}"}`;
}
