import type { AlertCase } from "../promtool.ts";

const critical = { severity: "critical", environment: "production" };
const node = 'namespace="redis",pod="redis-leader-0"';
const set = 'namespace="redis",statefulset="redis-leader"';
const nodeDown =
  "The pod does not answer, or the StatefulSet misses pods, for 5 minutes. The cluster goes on while each slot has one node left.";
const incomplete =
  "Its state is not ok, or slots have no node, for 1 minute. Services read past the cache.";

/** Alerts about the Redis Cluster; two of them have two reasons. */
export const redisCases: readonly AlertCase[] = [
  {
    alert: "RedisNodeDown",
    about: "node does not answer",
    samples: { [`redis_up{${node}}`]: "0x60" },
    minute: 5,
    labels: { ...critical, pod: "redis-leader-0" },
    summary: "A node of the Redis Cluster is down: redis-leader-0.",
    description: nodeDown,
    justBelow: { [`redis_up{${node}}`]: "1x60" },
  },
  {
    alert: "RedisNodeDown",
    about: "pod is missing",
    samples: {
      [`kube_statefulset_replicas{${set}}`]: "3x60",
      [`kube_statefulset_status_replicas_ready{${set}}`]: "2x60",
    },
    minute: 5,
    labels: { ...critical, statefulset: "redis-leader" },
    summary: "A node of the Redis Cluster is down: redis-leader.",
    description: nodeDown,
    justBelow: {
      [`kube_statefulset_replicas{${set}}`]: "3x60",
      [`kube_statefulset_status_replicas_ready{${set}}`]: "3x60",
    },
  },
  {
    alert: "RedisClusterIncomplete",
    about: "state",
    samples: { [`redis_cluster_state{${node}}`]: "0x60" },
    minute: 1,
    labels: { ...critical, namespace: "redis" },
    summary: "The Redis Cluster does not serve all its slots.",
    description: incomplete,
    justBelow: { [`redis_cluster_state{${node}}`]: "1x60" },
  },
  {
    alert: "RedisClusterIncomplete",
    about: "slots",
    samples: {
      [`redis_cluster_state{${node}}`]: "1x60",
      [`redis_cluster_slots_fail{${node}}`]: "5461x60",
    },
    minute: 1,
    labels: { ...critical, namespace: "redis" },
    summary: "The Redis Cluster does not serve all its slots.",
    description: incomplete,
    justBelow: { [`redis_cluster_slots_fail{${node}}`]: "0x60" },
  },
  {
    alert: "RedisMemoryHigh",
    samples: {
      [`redis_memory_used_bytes{${node}}`]: "92x60",
      [`redis_memory_max_bytes{${node}}`]: "100x60",
    },
    minute: 10,
    labels: { severity: "warning", environment: "production", pod: "redis-leader-0" },
    summary: "redis-leader-0 of the Redis Cluster is nearly full.",
    description:
      "92% of its memory is used (alert above 90%); at 100% keys are evicted or writes refused.",
    // Without a maximum there is no share of it.
    justBelow: {
      [`redis_memory_used_bytes{${node}}`]: "92x60",
      [`redis_memory_max_bytes{${node}}`]: "0x60",
    },
  },
];
