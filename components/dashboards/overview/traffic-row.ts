import { warnAndBad, type RowSpec } from "../panel-spec.ts";
import { recordedService } from "../selectors.ts";

/** Share of requests that may fail; the error budget is what this leaves. */
const objective = 0.999;
const requests = `service:istio_requests:rate5m{${recordedService}}`;
const buckets = `service:istio_request_duration_milliseconds_bucket:rate5m{${recordedService}}`;
const third = { kind: "timeseries", width: 8, height: 8, leadsTo: ["service", "traces"] } as const;
const half = { kind: "timeseries", width: 12, height: 8, leadsTo: ["service", "traces"] } as const;
const percentile = (share: number) =>
  `histogram_quantile(${share}, sum by (destination_workload, le) (${buckets}))`;

/** Requests, errors and latency of each service. */
export const trafficRow: RowSpec = {
  title: "Traffic",
  panels: [
    {
      ...third,
      title: "Requests by service",
      description: "Requests per second that arrive at each service. A click leads to the service.",
      unit: "reqps",
      queries: [{ expr: requests, legend: "{{destination_workload}}" }],
    },
    {
      ...third,
      title: "Errors by service",
      description: "Share of each service's requests answered with a 5xx. An alert fires above 5%.",
      unit: "percentunit",
      thresholds: warnAndBad(0.01, 0.05),
      queries: [
        {
          expr: `service:istio_request_errors:ratio_rate5m{${recordedService}}`,
          legend: "{{destination_workload}}",
        },
      ],
    },
    {
      ...third,
      title: "Slowest percent by service",
      description: "99th percentile of each service's answers. An alert fires above 1 s.",
      unit: "ms",
      thresholds: warnAndBad(500, 1000),
      queries: [{ expr: percentile(0.99), legend: "{{destination_workload}}" }],
    },
    {
      ...half,
      title: "Usual and slow answers",
      description: "Median and 95th percentile of each service: what most users wait.",
      unit: "ms",
      queries: [
        { expr: percentile(0.5), legend: "{{destination_workload}} median" },
        { expr: percentile(0.95), legend: "{{destination_workload}} 95%" },
      ],
    },
    {
      ...half,
      title: "Error budget burn",
      description: `How many times faster than allowed errors use up the budget of ${budget()} failed requests. At 1 it lasts exactly as long as planned; at 14.4 a month's budget is gone in two days.`,
      unit: "none",
      decimals: 1,
      thresholds: warnAndBad(1, 14.4),
      queries: (["1h", "6h"] as const).map((window) => ({
        expr: `service:istio_request_errors:ratio_rate${window}{${recordedService}} / ${allowed()}`,
        legend: `{{destination_workload}} ${window}`,
      })),
    },
  ],
};

/** 1 - 0.999 is not 0.001 in binary. */
function allowed(): string {
  return (1 - objective).toFixed(4);
}

function budget(): string {
  return `${(100 * (1 - objective)).toFixed(1)}%`;
}
