import { counter, gauge, histogram, type SampleSeries } from "./sample-series.ts";

// Series about the services of production, named and labelled as Istio, cAdvisor and kube-state-metrics do.

export const namespace = "microservices";

/** Services that run; everything that can be wrong is wrong with the first. */
export const services = ["user-service", "order-service"] as const;

const pods = {
  "user-service": "user-service-7d9c8b6f5d-x2x4z",
  "order-service": "order-service-5f6d7c8b9-k8s2p",
} as const;

/** Target labels that kube-state-metrics' and kubelet's monitors add. */
const stateTarget = { job: "kube-state-metrics", service: "prometheus-kube-state-metrics" };
const kubelet = { job: "kubelet", metrics_path: "/metrics/cadvisor", node: "node-1" };

const workload = (name: string, of = namespace) => ({
  source_workload: name,
  source_workload_namespace: of,
});

/** Requests from one workload to one service, as both ends report them. */
function traffic(
  from: Readonly<Record<string, string>>,
  service: string,
  errorShare: number,
): SampleSeries[] {
  const to = {
    ...from,
    destination_workload: service,
    destination_workload_namespace: namespace,
    destination_service_name: service,
    request_protocol: "http",
  };
  const answers = [
    { code: { response_code: "200", response_flags: "-" }, perSecond: 20 * (1 - errorShare) },
    { code: { response_code: "503", response_flags: "UF" }, perSecond: 20 * errorShare },
  ];
  const slow = service === "user-service";
  return ["destination", "source"].flatMap((reporter) =>
    answers.flatMap(({ code, perSecond }) => {
      const policy = reporter === "destination" ? "mutual_tls" : "unknown";
      const labels = { ...to, ...code, reporter, connection_security_policy: policy };
      return [
        counter("istio_requests_total", labels, perSecond),
        counter("istio_response_bytes_sum", labels, perSecond * 900),
        ...histogram("istio_request_duration_milliseconds", labels, perSecond, {
          "5": 0.2,
          "25": 0.5,
          "100": 0.8,
          "500": 0.9,
          "1000": slow ? 0.95 : 0.999,
          "5000": 1,
        }),
      ];
    }),
  );
}

function workloadState(service: (typeof services)[number]): SampleSeries[] {
  const deployment = { ...stateTarget, namespace, deployment: service };
  const hpa = { ...stateTarget, namespace, horizontalpodautoscaler: `${service}-hpa` };
  const container = { ...stateTarget, namespace, pod: pods[service], container: service };
  const down = service === "user-service";
  return [
    gauge("kube_deployment_spec_replicas", deployment, 3),
    gauge("kube_deployment_status_replicas_available", deployment, down ? 0 : 3),
    gauge("kube_horizontalpodautoscaler_spec_min_replicas", hpa, 3),
    gauge("kube_horizontalpodautoscaler_spec_max_replicas", hpa, 10),
    gauge("kube_horizontalpodautoscaler_status_desired_replicas", hpa, down ? 10 : 3),
    gauge(
      "kube_horizontalpodautoscaler_status_condition",
      { ...hpa, condition: "ScalingLimited", status: "true" },
      down ? 1 : 0,
    ),
    gauge(
      "kube_pod_container_info",
      {
        ...container,
        image: `registry.jclee.me/msa/${service}:1.4.2`,
        image_spec: `registry.jclee.me/msa/${service}:1.4.2@sha256:0123abcd`,
      },
      1,
    ),
    counter("kube_pod_container_status_restarts_total", container, down ? 0.02 : 0),
    gauge(
      "kube_pod_container_status_last_terminated_reason",
      { ...container, reason: "OOMKilled" },
      1,
    ),
    gauge("kube_pod_container_resource_limits", { ...container, resource: "cpu", unit: "core" }, 2),
    gauge(
      "kube_pod_container_resource_limits",
      { ...container, resource: "memory", unit: "byte" },
      2 ** 31,
    ),
    gauge(
      "kube_pod_container_resource_requests",
      { ...container, resource: "cpu", unit: "core" },
      0.5,
    ),
    gauge(
      "kube_pod_container_resource_requests",
      { ...container, resource: "memory", unit: "byte" },
      2 ** 29,
    ),
  ];
}

function containerUse(service: (typeof services)[number]): SampleSeries[] {
  const image = `registry.jclee.me/msa/${service}:1.4.2`;
  const container = { ...kubelet, namespace, pod: pods[service], container: service };
  const busy = service === "user-service";
  return [
    counter("container_cpu_usage_seconds_total", { ...container, image }, busy ? 1.9 : 0.4),
    counter("container_cpu_cfs_periods_total", container, 10),
    counter("container_cpu_cfs_throttled_periods_total", container, busy ? 4 : 0.1),
    gauge(
      "container_memory_working_set_bytes",
      { ...container, image },
      (busy ? 0.95 : 0.4) * 2 ** 31,
    ),
  ];
}

/** The sidecar of user-service: a native one is an init container, with limits counted apart. */
const sidecar: readonly SampleSeries[] = [
  ...(["cpu", "memory"] as const).map((resource) =>
    gauge(
      "kube_pod_init_container_resource_limits",
      {
        ...stateTarget,
        namespace,
        pod: pods["user-service"],
        container: "istio-proxy",
        resource,
        unit: resource === "cpu" ? "core" : "byte",
      },
      resource === "cpu" ? 2 : 2 ** 30,
    ),
  ),
  counter(
    "kube_pod_init_container_status_restarts_total",
    { ...stateTarget, namespace, pod: pods["user-service"], container: "istio-proxy" },
    0,
  ),
  gauge(
    "kube_pod_init_container_status_last_terminated_reason",
    {
      ...stateTarget,
      namespace,
      pod: pods["user-service"],
      container: "istio-proxy",
      reason: "OOMKilled",
    },
    1,
  ),
];

/** All series about the services. */
export const serviceSeries: readonly SampleSeries[] = [
  ...traffic(workload("istio-ingress", "istio-ingress"), "user-service", 0.1),
  ...traffic(workload("istio-ingress", "istio-ingress"), "order-service", 0),
  ...traffic(workload("order-service"), "user-service", 0.1),
  ...services.flatMap((service) => [...workloadState(service), ...containerUse(service)]),
  ...sidecar,
  gauge(
    "kube_resourcequota",
    { ...stateTarget, namespace, resourcequota: "services", resource: "pods", type: "hard" },
    50,
  ),
  gauge(
    "kube_resourcequota",
    { ...stateTarget, namespace, resourcequota: "services", resource: "pods", type: "used" },
    49,
  ),
  gauge("kube_namespace_status_phase", { ...stateTarget, namespace, phase: "Active" }, 1),
];
