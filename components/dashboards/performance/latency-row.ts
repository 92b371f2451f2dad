import { warnAndBad, type RowSpec } from "../panel-spec.ts";
import { arrivingService } from "../selectors.ts";

const buckets = (labels: string) =>
  `sum by (${labels}) (rate(istio_request_duration_milliseconds_bucket{${arrivingService}}[$__rate_interval]))`;
const percentile = (share: number) => ({
  expr: `histogram_quantile(${share}, ${buckets("destination_workload, le")})`,
  legend: `{{destination_workload}} ${100 * share}%`,
  exemplar: true,
});

/** How long answers take. */
export const latencyRow: RowSpec = {
  title: "Latency",
  panels: [
    {
      kind: "timeseries",
      title: "Percentiles",
      description:
        "Median, 90th and 99th percentile of the answers. Where samples carry a trace, a dot leads to it.",
      unit: "ms",
      width: 12,
      height: 9,
      thresholds: warnAndBad(500, 1000),
      leadsTo: ["traces"],
      queries: [0.5, 0.9, 0.99].map(percentile),
    },
    {
      kind: "heatmap",
      title: "Distribution",
      description:
        "How many requests took how long. Two bands often are two kinds of request, such as cached and not.",
      unit: "ms",
      width: 12,
      height: 9,
      queries: [
        {
          expr: `sum by (le) (increase(istio_request_duration_milliseconds_bucket{${arrivingService}}[$__rate_interval]))`,
          legend: "{{le}}",
        },
      ],
    },
    {
      kind: "timeseries",
      title: "Slowest percent by caller",
      description: "99th percentile for each caller: is the service slow for all, or for one?",
      unit: "ms",
      width: 12,
      height: 8,
      thresholds: warnAndBad(500, 1000),
      leadsTo: ["traces"],
      queries: [
        {
          expr: `histogram_quantile(0.99, ${buckets("source_workload, destination_workload, le")})`,
          legend: "{{source_workload}} → {{destination_workload}}",
        },
      ],
    },
    {
      kind: "timeseries",
      title: "Bytes answered",
      description: "Bytes per second that the services send as answers.",
      unit: "binBps",
      width: 12,
      height: 8,
      queries: [
        {
          expr: `sum by (destination_workload) (rate(istio_response_bytes_sum{${arrivingService}}[$__rate_interval]))`,
          legend: "{{destination_workload}}",
        },
      ],
    },
  ],
};
