import type { RowSpec } from "../panel-spec.ts";

const third = { kind: "timeseries", width: 8, height: 8 } as const;

const chosen = 'destination_workload_namespace=~"$environment",destination_workload=~"$service"';

/** What comes in from outside, and whether it stays encrypted. */
export const gatewayRow: RowSpec = {
  title: "Gateway and mesh traffic",
  panels: [
    {
      ...third,
      title: "Gateway by response code",
      description:
        "Requests per second from outside, by the code they are answered with. 404 without a service is a host or path that no route knows.",
      unit: "reqps",
      stacked: true,
      queries: [
        {
          expr: `sum by (response_code) (gateway:istio_requests:rate5m{${chosen}})`,
          legend: "{{response_code}}",
        },
      ],
    },
    {
      ...third,
      title: "Gateway by service",
      description: "Requests per second from outside to each service.",
      unit: "reqps",
      queries: [
        {
          expr: `sum by (destination_workload) (gateway:istio_requests:rate5m{${chosen}})`,
          legend: "{{destination_workload}}",
        },
      ],
    },
    {
      ...third,
      title: "Encrypted in the mesh",
      description: "Share of requests between pods that came over mutual TLS. It must be 100%.",
      unit: "percentunit",
      min: 0,
      max: 1,
      queries: [
        {
          expr: `sum by (destination_workload) (rate(istio_requests_total{reporter="destination",connection_security_policy="mutual_tls",${chosen}}[$__rate_interval])) / sum by (destination_workload) (rate(istio_requests_total{reporter="destination",${chosen}}[$__rate_interval]))`,
          legend: "{{destination_workload}}",
        },
      ],
    },
  ],
};
