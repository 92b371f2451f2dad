import { warnAndBad, type RowSpec } from "../panel-spec.ts";

const quarter = { width: 6, height: 7 } as const;

/** The cache of the services. */
export const redisRow: RowSpec = {
  title: "Redis Cluster",
  panels: [
    {
      kind: "stat",
      ...quarter,
      title: "Nodes",
      description:
        "Nodes that answer, and whether all slots are served (1) or not (0). Red when slots have no node.",
      unit: "none",
      baseColor: "red",
      thresholds: [{ value: 1, color: "green" }],
      queries: [
        { expr: "sum(redis_up)", legend: "answering" },
        { expr: "min(redis_cluster_state)", legend: "complete" },
      ],
    },
    {
      kind: "timeseries",
      ...quarter,
      title: "Memory of each node",
      description: "Share of each node's memory that is used. An alert fires above 90%.",
      unit: "percentunit",
      min: 0,
      thresholds: warnAndBad(0.8, 0.9),
      queries: [
        {
          expr: "max by (pod) (redis_memory_used_bytes / (redis_memory_max_bytes > 0))",
          legend: "{{pod}}",
        },
      ],
    },
    {
      kind: "timeseries",
      ...quarter,
      title: "Commands and evictions",
      description:
        "Commands per second, and keys thrown out for want of memory. Evictions mean that the cache is too small.",
      unit: "ops",
      queries: [
        {
          expr: "sum(rate(redis_commands_processed_total[$__rate_interval]))",
          legend: "commands",
        },
        { expr: "sum(rate(redis_evicted_keys_total[$__rate_interval]))", legend: "evicted keys" },
      ],
    },
    {
      kind: "timeseries",
      ...quarter,
      title: "Connections",
      description: "Connections of services to each node.",
      unit: "none",
      queries: [{ expr: "sum by (pod) (redis_connected_clients)", legend: "{{pod}}" }],
    },
  ],
};
