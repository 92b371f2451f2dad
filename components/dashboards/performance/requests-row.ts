import { warnAndBad, type RowSpec } from "../panel-spec.ts";
import { arrivingService, recordedService } from "../selectors.ts";

const leaving =
  'reporter="source",destination_workload_namespace=~"$namespace",destination_workload=~"$service"';

const half = { kind: "timeseries", width: 12, height: 8 } as const;
const pair = "source_workload, destination_workload";

/** Who asks what, and how it is answered. */
export const requestsRow: RowSpec = {
  title: "Requests",
  panels: [
    {
      ...half,
      title: "Requests by response code",
      description: "Requests per second that arrive, by the code they are answered with.",
      unit: "reqps",
      stacked: true,
      queries: [{ expr: rateBy("response_code", arrivingService), legend: "{{response_code}}" }],
    },
    {
      ...half,
      title: "Requests by caller",
      description: "Who calls whom, in requests per second. The gateway stands for the outside.",
      unit: "reqps",
      leadsTo: ["traces"],
      queries: [
        {
          expr: `sum by (${pair}) (caller_service:istio_requests:rate5m{${recordedService}})`,
          legend: "{{source_workload}} → {{destination_workload}}",
        },
      ],
    },
    {
      ...half,
      title: "Errors by code and reason",
      description:
        "Requests per second answered with a 5xx, with Envoy's flag: UF and UH mean that the service was not reached, DC that the caller left, - that the service itself said so.",
      unit: "reqps",
      leadsTo: ["traces"],
      queries: [
        {
          expr: rateBy(
            "destination_workload, response_code, response_flags",
            `${arrivingService},response_code=~"5.."`,
          ),
          legend: "{{destination_workload}} {{response_code}} {{response_flags}}",
        },
      ],
    },
    {
      ...half,
      title: "Errors as callers see them",
      description:
        "Share of each caller's requests that failed, counted at the caller: with those that never arrived.",
      unit: "percentunit",
      thresholds: warnAndBad(0.01, 0.05),
      leadsTo: ["traces"],
      queries: [
        {
          expr: `${rateBy(pair, `${leaving},response_code=~"5..|0"`)} / ${rateBy(pair, leaving)}`,
          legend: "{{source_workload}} → {{destination_workload}}",
        },
      ],
    },
  ],
};

/** Requests per second by `labels`. */
function rateBy(labels: string, selector: string): string {
  return `sum by (${labels}) (rate(istio_requests_total{${selector}}[$__rate_interval]))`;
}
