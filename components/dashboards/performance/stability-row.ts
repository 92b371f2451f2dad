import { badFrom, type RowSpec } from "../panel-spec.ts";
import { deployment, serviceContainer } from "../selectors.ts";

const third = { kind: "timeseries", width: 8, height: 8 } as const;
const hits = (of: string) => `sum(rate(redis_keyspace_${of}_total[$__rate_interval]))`;

/** Pods that come and go, and the cache behind the services. */
export const stabilityRow: RowSpec = {
  title: "Stability and cache",
  panels: [
    {
      ...third,
      title: "Restarts",
      description:
        "Restarts of each container within an hour. More than a deployment explains is bad.",
      unit: "none",
      thresholds: badFrom(3),
      queries: [
        {
          expr: `sum by (container) (increase(kube_pod_container_status_restarts_total{${serviceContainer}}[1h]))`,
          legend: "{{container}}",
        },
        {
          expr: `sum by (container) (kube_pod_container_status_last_terminated_reason{${serviceContainer},reason="OOMKilled"})`,
          legend: "{{container}} last killed for memory",
        },
      ],
    },
    {
      ...third,
      title: "Pods over time",
      description: "Available and wanted pods, and the most that the HPA may start.",
      unit: "none",
      queries: [
        {
          expr: `sum by (deployment) (kube_deployment_status_replicas_available{${deployment}})`,
          legend: "{{deployment}} available",
        },
        {
          expr: `sum by (deployment) (kube_deployment_spec_replicas{${deployment}})`,
          legend: "{{deployment}} wanted",
        },
        {
          expr: 'max by (horizontalpodautoscaler) (kube_horizontalpodautoscaler_spec_max_replicas{namespace=~"$namespace",horizontalpodautoscaler=~"($service)-hpa"})',
          legend: "{{horizontalpodautoscaler}} maximum",
        },
      ],
    },
    {
      ...third,
      title: "Cache hits",
      description:
        "Share of reads that the Redis Cluster answers from memory, for all services together. A fall sends load to what is cached.",
      unit: "percentunit",
      min: 0,
      max: 1,
      queries: [
        { expr: `${hits("hits")} / (${hits("hits")} + ${hits("misses")})`, legend: "hits" },
      ],
    },
  ],
};
