import type { Addons } from "../../../config/model.ts";

/** One data source as Grafana reads it from a file (provisioning format 1). */
export interface DataSource {
  readonly name: string;
  readonly type: string;
  /** What dashboards and other data sources call it; never changes. */
  readonly uid: string;
  readonly url: string;
  readonly access: "proxy";
  readonly editable: false;
  readonly isDefault?: true;
  readonly jsonData: Readonly<Record<string, unknown>>;
}

/** Prometheus, Alertmanager and Jaeger, as far as they are used, each linked to the others. */
export function dataSources({ prometheus, jaeger }: Addons): readonly DataSource[] {
  const hasJaeger = jaeger !== undefined;
  return [
    ...(prometheus === undefined ? [] : metricSources(prometheus, hasJaeger)),
    ...(jaeger === undefined ? [] : [jaegerSource(jaeger.namespace, prometheus !== undefined)]),
  ];
}

function metricSources(
  { install, namespace }: NonNullable<Addons["prometheus"]>,
  hasJaeger: boolean,
): DataSource[] {
  // The operator itself makes these Services, whatever the release is called that we did not install.
  const services = install
    ? ["prometheus-prometheus", "prometheus-alertmanager"]
    : ["prometheus-operated", "alertmanager-operated"];
  const url = (index: number, port: number) => `http://${services[index]}.${namespace}:${port}`;
  return [
    {
      ...source("Prometheus", "prometheus", url(0, 9090)),
      isDefault: true,
      jsonData: {
        httpMethod: "POST",
        prometheusType: "Prometheus",
        timeInterval: "30s",
        alertmanagerUid: "alertmanager",
        ...(hasJaeger && { exemplarTraceIdDestinations: traceLinks }),
      },
    },
    {
      ...source("Alertmanager", "alertmanager", url(1, 9093)),
      jsonData: { implementation: "prometheus" },
    },
  ];
}

/** Labels of an exemplar that hold the trace, in the two spellings that clients use. */
const traceLinks = ["trace_id", "traceID"].map((name) => ({ name, datasourceUid: "jaeger" }));

function jaegerSource(namespace: string, hasPrometheus: boolean): DataSource {
  return {
    ...source("Jaeger", "jaeger", `http://jaeger.${namespace}:16686`),
    jsonData: {
      nodeGraph: { enabled: true },
      traceQuery: { timeShiftEnabled: true, spanStartTimeShift: "-1h", spanEndTimeShift: "1h" },
      ...(hasPrometheus && { tracesToMetrics: metricLinks }),
    },
  };
}

/** The traffic of the workload that a span is of: tags of the sidecar's spans, labels of its metrics. */
const metricLinks = {
  datasourceUid: "prometheus",
  spanStartTimeShift: "-15m",
  spanEndTimeShift: "15m",
  tags: [
    { key: "istio.canonical_service", value: "destination_canonical_service" },
    { key: "istio.namespace", value: "destination_service_namespace" },
  ],
  queries: [
    {
      name: "Requests",
      query: 'sum(rate(istio_requests_total{reporter="destination",$__tags}[5m]))',
    },
    {
      name: "Errors",
      query:
        'sum(rate(istio_requests_total{reporter="destination",response_code=~"5..",$__tags}[5m]))',
    },
    {
      name: "95th percentile",
      query:
        "histogram_quantile(0.95, sum by (le) " +
        '(rate(istio_request_duration_milliseconds_bucket{reporter="destination",$__tags}[5m])))',
    },
  ],
} as const;

function source(name: string, type: string, url: string) {
  return { name, type, uid: type, url, access: "proxy", editable: false } as const;
}
