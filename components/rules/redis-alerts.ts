import type { AlertText } from "./rule.ts";

/** The Redis Cluster, as redis_exporter beside each node sees it. */
export function redisAlerts(namespace: string): readonly AlertText[] {
  const metric = (name: string) => `redis_${name}{namespace="${namespace}"}`;
  const missing =
    `max by (statefulset) (kube_statefulset_replicas{namespace="${namespace}"}) - ` +
    `max by (statefulset) (kube_statefulset_status_replicas_ready{namespace="${namespace}"})`;
  return [
    {
      alert: "RedisNodeDown",
      severity: "critical",
      // A node that answers nothing, or one whose pod is gone and with it its series.
      expr: `max by (pod) (${metric("up")}) == 0 or ${missing} > 0`,
      for: "5m",
      summary: "A node of the Redis Cluster is down: {{ $labels.pod }}{{ $labels.statefulset }}.",
      description:
        "The pod does not answer, or the StatefulSet misses pods, for 5 minutes. The cluster goes on while each slot has one node left.",
    },
    {
      alert: "RedisClusterIncomplete",
      severity: "critical",
      expr: `min by (namespace) (${metric("cluster_state")}) == 0 or max by (namespace) (${metric("cluster_slots_fail")}) > 0`,
      for: "1m",
      summary: "The Redis Cluster does not serve all its slots.",
      description:
        "Its state is not ok, or slots have no node, for 1 minute. Services read past the cache.",
    },
    {
      alert: "RedisMemoryHigh",
      severity: "warning",
      expr: `max by (pod) (${metric("memory_used_bytes")} / (${metric("memory_max_bytes")} > 0)) > 0.9`,
      for: "10m",
      summary: "{{ $labels.pod }} of the Redis Cluster is nearly full.",
      description:
        "{{ $value | humanizePercentage }} of its memory is used (alert above 90%); at 100% keys are evicted or writes refused.",
    },
  ];
}
