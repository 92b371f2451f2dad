import { counter, gauge, histogram, type SampleSeries } from "./sample-series.ts";

// Series about the platform, named and labelled as each of its parts does; all of it is in trouble.

const now = Math.floor(Date.now() / 1000);
const day = 86_400;
const state = { job: "kube-state-metrics", service: "prometheus-kube-state-metrics" };
const target = (namespace: string, job: string, more: Readonly<Record<string, string>> = {}) => ({
  namespace,
  job,
  ...more,
});

const nodes: readonly SampleSeries[] = [
  ...["idle", "user", "system"].map((mode) =>
    counter(
      "node_cpu_seconds_total",
      { job: "node-exporter", instance: "10.0.0.1:9100", cpu: "0", mode },
      mode === "idle" ? 0.6 : 0.2,
    ),
  ),
  ...(["MemAvailable", "MemTotal"] as const).map((name) =>
    gauge(
      `node_memory_${name}_bytes`,
      { job: "node-exporter", instance: "10.0.0.1:9100" },
      name === "MemTotal" ? 2 ** 34 : 2 ** 33,
    ),
  ),
  ...(["avail", "size"] as const).map((name) =>
    gauge(
      `node_filesystem_${name}_bytes`,
      {
        job: "node-exporter",
        instance: "10.0.0.1:9100",
        device: "/dev/sda1",
        fstype: "ext4",
        mountpoint: "/",
      },
      name === "size" ? 1e11 : 4e10,
    ),
  ),
  gauge(
    "kube_node_status_condition",
    { ...state, node: "node-1", condition: "Ready", status: "true" },
    1,
  ),
  ...(["cpu", "memory"] as const).map((resource) =>
    gauge(
      "kube_node_status_allocatable",
      { ...state, node: "node-1", resource, unit: resource === "cpu" ? "core" : "byte" },
      resource === "cpu" ? 8 : 2 ** 34,
    ),
  ),
  gauge(
    "kube_pod_status_phase",
    { ...state, namespace: "redis", pod: "redis-leader-2", phase: "Pending" },
    1,
  ),
  ...(["used", "capacity"] as const).map((name) =>
    gauge(
      `kubelet_volume_stats_${name}_bytes`,
      {
        job: "kubelet",
        namespace: "monitoring",
        persistentvolumeclaim: "prometheus-prometheus-db-prometheus-prometheus-0",
      },
      name === "used" ? 3e10 : 5e10,
    ),
  ),
];

const down = (namespace: string, deployment: string) =>
  gauge("kube_deployment_status_replicas_available", { ...state, namespace, deployment }, 0);

const istiod = target("istio-system", "istiod", { pod: "istiod-6c7d8f9b5-abcde" });
const mesh: readonly SampleSeries[] = [
  down("istio-system", "istiod"),
  down("istio-ingress", "istio-ingress"),
  gauge("pilot_xds", { ...istiod, version: "1.31.1" }, 12),
  counter("pilot_xds_pushes", { ...istiod, type: "cds" }, 0.3),
  counter("pilot_total_xds_rejects", { ...istiod, type: "cds" }, 0.1),
  gauge("citadel_server_root_cert_expiry_timestamp", istiod, now + 20 * day),
  ...histogram("pilot_proxy_convergence_time", istiod, 0.5, { "0.1": 0.8, "0.5": 0.95, "1": 1 }),
];

const application = {
  ...target("argocd", "argocd-metrics"),
  name: "user-service-production",
  project: "msa-production",
};
const delivery: readonly SampleSeries[] = [
  gauge(
    "argocd_app_info",
    {
      ...application,
      autosync_enabled: "true",
      dest_server: "https://kubernetes.default.svc",
      dest_namespace: "microservices",
      sync_status: "OutOfSync",
      health_status: "Degraded",
      operation: "sync",
      repo: "https://charts.jclee.me",
    },
    1,
  ),
  counter(
    "argocd_app_sync_total",
    { ...application, dest_server: "https://kubernetes.default.svc", phase: "Succeeded" },
    0.01,
  ),
];

const leader = target("redis", "redis-leader", { pod: "redis-leader-0" });
const redis: readonly SampleSeries[] = [
  gauge("redis_up", leader, 1),
  gauge("redis_up", { ...leader, pod: "redis-leader-1" }, 0),
  gauge("redis_cluster_state", leader, 0),
  gauge("redis_cluster_slots_fail", leader, 5461),
  gauge("redis_memory_used_bytes", leader, 0.95 * 2 ** 28),
  gauge("redis_memory_max_bytes", leader, 2 ** 28),
  gauge("redis_connected_clients", leader, 24),
  counter("redis_commands_processed_total", leader, 300),
  counter("redis_evicted_keys_total", leader, 2),
  counter("redis_keyspace_hits_total", leader, 90),
  counter("redis_keyspace_misses_total", leader, 10),
  gauge(
    "kube_statefulset_replicas",
    { ...state, namespace: "redis", statefulset: "redis-leader" },
    3,
  ),
  gauge(
    "kube_statefulset_status_replicas_ready",
    { ...state, namespace: "redis", statefulset: "redis-leader" },
    2,
  ),
];

const certificate = {
  ...target("cert-manager", "cert-manager"),
  exported_namespace: "istio-ingress",
  name: "production",
  issuer_kind: "ClusterIssuer",
  issuer_name: "letsencrypt",
};
const jaeger = target("tracing", "jaeger", { exporter: "jaeger_storage_exporter" });
const tools: readonly SampleSeries[] = [
  gauge("certmanager_certificate_expiration_timestamp_seconds", certificate, now + 5 * day),
  gauge("certmanager_certificate_ready_status", { ...certificate, condition: "True" }, 0),
  gauge("certmanager_certificate_ready_status", { ...certificate, condition: "False" }, 1),
  gauge("up", target("redis", "redis-leader", { instance: "10.0.0.9:9121" }), 0),
  gauge("up", target("monitoring", "prometheus-prometheus", { instance: "10.0.0.8:9090" }), 1),
  gauge(
    "prometheus_tsdb_head_series",
    target("monitoring", "prometheus-prometheus", { pod: "prometheus-prometheus-0" }),
    120_000,
  ),
  counter(
    "prometheus_rule_evaluation_failures_total",
    target("monitoring", "prometheus-prometheus", { rule_group: "msa" }),
    0,
  ),
  counter(
    "alertmanager_notifications_failed_total",
    target("monitoring", "prometheus-alertmanager", {
      integration: "slack",
      reason: "clientError",
    }),
    0.01,
  ),
  down("tracing", "jaeger"),
  counter("otelcol_receiver_accepted_spans_total", { ...jaeger, receiver: "otlp" }, 80),
  counter("otelcol_receiver_refused_spans_total", { ...jaeger, receiver: "otlp" }, 1),
  counter("otelcol_exporter_send_failed_spans_total", jaeger, 1),
];

/** All series about the platform. */
export const platformSeries: readonly SampleSeries[] = [
  ...nodes,
  ...mesh,
  ...delivery,
  ...redis,
  ...tools,
];
