import { warnAndBad, type RowSpec } from "../panel-spec.ts";

const quarter = { width: 6, height: 7 } as const;

/** The control plane of the mesh. */
export const istiodRow: RowSpec = {
  title: "istiod",
  panels: [
    {
      kind: "stat",
      ...quarter,
      title: "Connected proxies",
      description:
        "Sidecars and gateways that istiod configures. A fall to 0 means it is not reached.",
      unit: "none",
      baseColor: "red",
      thresholds: [{ value: 1, color: "green" }],
      queries: [{ expr: "sum(pilot_xds)", legend: "proxies" }],
    },
    {
      kind: "timeseries",
      ...quarter,
      title: "Time until a change arrives",
      description: "99th percentile from a change of a route until its proxies have it.",
      unit: "s",
      thresholds: warnAndBad(5, 30),
      queries: [
        {
          expr: "histogram_quantile(0.99, sum by (le) (rate(pilot_proxy_convergence_time_bucket[$__rate_interval])))",
          legend: "99th percentile",
        },
      ],
    },
    {
      kind: "timeseries",
      ...quarter,
      title: "Pushes and refusals",
      description:
        "Configurations sent per second by kind, and those that proxies refused. Any refusal is a broken object.",
      unit: "ops",
      queries: [
        {
          expr: "sum by (type) (rate(pilot_xds_pushes[$__rate_interval]))",
          legend: "{{type}} sent",
        },
        {
          expr: "sum by (type) (rate(pilot_total_xds_rejects[$__rate_interval]))",
          legend: "{{type}} refused",
        },
      ],
    },
    {
      kind: "stat",
      ...quarter,
      title: "Root certificate of the mesh",
      description: "Time left until the mesh's own root expires. An alert fires below 30 days.",
      unit: "s",
      baseColor: "red",
      thresholds: [
        { value: 30 * 86_400, color: "orange" },
        { value: 90 * 86_400, color: "green" },
      ],
      queries: [
        { expr: "min(citadel_server_root_cert_expiry_timestamp - time())", legend: "left" },
      ],
    },
  ],
};
