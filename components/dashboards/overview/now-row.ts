import { badFrom, warnAndBad, type PanelSpec, type RowSpec } from "../panel-spec.ts";
import { deployment, recordedService } from "../selectors.ts";

const requests = `service:istio_requests:rate5m{${recordedService}}`;
const errors = `service:istio_request_errors:rate5m{${recordedService}}`;
const buckets = `service:istio_request_duration_milliseconds_bucket:rate5m{${recordedService}}`;

/** The numbers to look at first. */
export const nowRow: RowSpec = {
  title: "Now",
  panels: [
    now({
      title: "Requests",
      description: "Requests per second that arrive at the chosen services, over 5 minutes.",
      unit: "reqps",
      queries: [{ expr: `sum(${requests})`, legend: "requests" }],
    }),
    now({
      title: "Errors",
      description: "Share of requests answered with a 5xx. Orange from 1%, red from 5%.",
      unit: "percentunit",
      decimals: 2,
      thresholds: warnAndBad(0.01, 0.05),
      queries: [{ expr: `sum(${errors}) / (sum(${requests}) > 0)`, legend: "errors" }],
    }),
    now({
      title: "Slowest percent",
      description: "99 of 100 requests are faster. Orange from 500 ms, red from 1 s.",
      unit: "ms",
      decimals: 0,
      thresholds: warnAndBad(500, 1000),
      queries: [
        { expr: `histogram_quantile(0.99, sum by (le) (${buckets}))`, legend: "99th percentile" },
      ],
    }),
    now({
      title: "Services down",
      description: "Services that should run and have no available pod. Any is red.",
      unit: "none",
      thresholds: badFrom(1),
      queries: [
        {
          expr: `sum((kube_deployment_status_replicas_available{${deployment}} == bool 0) * (kube_deployment_spec_replicas{${deployment}} > bool 0))`,
          legend: "down",
        },
      ],
    }),
    now({
      title: "Not in step",
      description:
        "Argo CD Applications that are not Synced or not Healthy: what runs is not what is declared.",
      unit: "none",
      noValue: "0",
      thresholds: badFrom(1),
      queries: [
        {
          expr: 'count(argocd_app_info{dest_namespace=~"$namespace",sync_status!="Synced"} or argocd_app_info{dest_namespace=~"$namespace",health_status!="Healthy"})',
          legend: "applications",
        },
      ],
    }),
    now({
      title: "Alerts",
      description: "Alerts of this environment that fire now; the list is at the end of the page.",
      unit: "none",
      noValue: "0",
      thresholds: badFrom(1),
      queries: [
        {
          expr: 'count(ALERTS{alertstate="firing",environment="${environment:text}"})',
          legend: "firing",
        },
      ],
    }),
  ],
};

function now(spec: Omit<PanelSpec, "kind" | "width" | "height">): PanelSpec {
  return { ...spec, kind: "stat", width: 4, height: 4 };
}
