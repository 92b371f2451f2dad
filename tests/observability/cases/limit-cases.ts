import type { AlertCase } from "../promtool.ts";

const pod = "user-service-7d9c8b6f5d-x2x4z";
const container = `namespace="microservices",pod="${pod}",container="user-service"`;
const sidecar = `namespace="microservices",pod="${pod}",container="istio-proxy"`;
const common = {
  environment: "production",
  namespace: "microservices",
  event: "resource-limit-exceeded",
};
const ofService = { ...common, service: "user-service", team: "accounts" };
const pages = {
  argocd_url: "https://argo.jclee.me/applications/argocd/user-service-production",
  dashboard_url:
    "https://grafana.jclee.me/d/service-performance?var-environment=microservices&var-service=user-service",
};
const running = (image: string) => ({
  [`kube_pod_container_info{${container},image_spec="${image}"}`]: "1x60",
});
const digest = `sha256:${"ab".repeat(32)}`;
const gibibyte = 2 ** 30;

/** ResourceLimitExceeded, each of its five kinds. */
export const limitCases: readonly AlertCase[] = [
  {
    alert: "ResourceLimitExceeded",
    about: "CPU",
    samples: {
      [`container_cpu_cfs_periods_total{${container}}`]: "0+600x60",
      [`container_cpu_cfs_throttled_periods_total{${container}}`]: "0+156x60",
    },
    minute: 16,
    labels: { ...ofService, severity: "warning", resource: "cpu", pod, container: "user-service" },
    summary: `user-service in ${pod} is throttled: it wants more CPU than its limit.`,
    description: "26% of its CPU periods were cut short in the last 5 minutes (alert above 25%).",
    more: { ...pages, version: "" },
    justBelow: {
      [`container_cpu_cfs_periods_total{${container}}`]: "0+600x60",
      [`container_cpu_cfs_throttled_periods_total{${container}}`]: "0+149x60",
    },
  },
  {
    alert: "ResourceLimitExceeded",
    about: "memory",
    samples: {
      ...running("registry.jclee.me/user-service:1.4.2"),
      [`container_memory_working_set_bytes{${container},image="x"}`]: `${0.92 * gibibyte}x60`,
      [`kube_pod_container_resource_limits{${container},resource="memory"}`]: `${gibibyte}x60`,
    },
    minute: 5,
    labels: {
      ...ofService,
      severity: "warning",
      resource: "memory",
      pod,
      container: "user-service",
    },
    summary: `user-service in ${pod} is near its memory limit.`,
    description: "It holds 92% of its memory limit (alert above 90%); at 100% it is killed.",
    more: { ...pages, version: "1.4.2" },
    justBelow: {
      [`container_memory_working_set_bytes{${container},image="x"}`]: `${0.89 * gibibyte}x60`,
      [`kube_pod_container_resource_limits{${container},resource="memory"}`]: `${gibibyte}x60`,
    },
  },
  {
    alert: "ResourceLimitExceeded",
    about: "memory of a native sidecar",
    samples: {
      ...running(`registry.jclee.me:5000/msa/user-service:1.4.3-rc.1@${digest}`),
      [`container_memory_working_set_bytes{${sidecar},image="x"}`]: `${0.95 * gibibyte}x60`,
      [`kube_pod_init_container_resource_limits{${sidecar},resource="memory"}`]: `${gibibyte}x60`,
    },
    minute: 5,
    labels: {
      ...ofService,
      severity: "warning",
      resource: "memory",
      pod,
      container: "istio-proxy",
    },
    summary: `istio-proxy in ${pod} is near its memory limit.`,
    description: "It holds 95% of its memory limit (alert above 90%); at 100% it is killed.",
    more: { ...pages, version: "1.4.3-rc.1" },
    justBelow: {
      [`container_memory_working_set_bytes{${sidecar},image="x"}`]: `${0.95 * gibibyte}x60`,
      [`kube_pod_init_container_resource_limits{${sidecar},resource="memory"}`]: `${2 * gibibyte}x60`,
    },
  },
  {
    alert: "ResourceLimitExceeded",
    about: "killed for memory",
    samples: {
      ...running("registry.jclee.me/user-service:1.4.2"),
      [`kube_pod_container_status_restarts_total{${container}}`]: "0x5 1x40",
      [`kube_pod_container_status_last_terminated_reason{${container},reason="OOMKilled"}`]:
        "_x5 1x40",
    },
    minute: 6,
    labels: { ...ofService, severity: "critical", resource: "oom", pod, container: "user-service" },
    summary: `user-service in ${pod} was killed because it used more memory than its limit.`,
    description: "It restarted within the last 10 minutes, and last ended as OOMKilled.",
    more: { ...pages, version: "1.4.2" },
    justBelow: {
      [`kube_pod_container_status_restarts_total{${container}}`]: "0x5 1x40",
      [`kube_pod_container_status_last_terminated_reason{${container},reason="Error"}`]: "_x5 1x40",
    },
  },
  {
    alert: "ResourceLimitExceeded",
    about: "quota",
    samples: {
      'kube_resourcequota{namespace="microservices",resourcequota="services",resource="pods",type="used"}':
        "48x60",
      'kube_resourcequota{namespace="microservices",resourcequota="services",resource="pods",type="hard"}':
        "50x60",
    },
    minute: 10,
    labels: { ...common, severity: "warning", resource: "quota", resourcequota: "services" },
    summary: "The quota of microservices is nearly used up: pods.",
    description:
      "96% of pods in the quota services is used (alert above 95%). At 100% no new pod starts.",
    more: {
      dashboard_url: "https://grafana.jclee.me/d/infrastructure?var-namespace=microservices",
    },
    justBelow: {
      'kube_resourcequota{namespace="microservices",resourcequota="services",resource="pods",type="used"}':
        "47x60",
      'kube_resourcequota{namespace="microservices",resourcequota="services",resource="pods",type="hard"}':
        "50x60",
    },
  },
  {
    alert: "ResourceLimitExceeded",
    about: "HPA",
    samples: { ...hpa(10, 1), ...running("registry.jclee.me/user-service:1.4.2") },
    minute: 15,
    labels: {
      ...ofService,
      severity: "warning",
      resource: "replicas",
      horizontalpodautoscaler: "user-service-hpa",
    },
    summary: "user-service-hpa is at its maximum and wants more pods.",
    description:
      "It runs 10 pods, which is its maximum, and its targets ask for more for 15 minutes.",
    more: { ...pages, version: "1.4.2" },
    // At the maximum, and content with it.
    justBelow: hpa(10, 0),
  },
  {
    alert: "ResourceLimitExceeded",
    about: "HPA with one pod less",
    samples: hpa(10, 1),
    minute: 15,
    labels: {
      ...ofService,
      severity: "warning",
      resource: "replicas",
      horizontalpodautoscaler: "user-service-hpa",
    },
    summary: "user-service-hpa is at its maximum and wants more pods.",
    description:
      "It runs 10 pods, which is its maximum, and its targets ask for more for 15 minutes.",
    more: { ...pages, version: "" },
    justBelow: hpa(9, 1),
  },
];

function hpa(desired: number, limited: number): Record<string, string> {
  const name = 'namespace="microservices",horizontalpodautoscaler="user-service-hpa"';
  return {
    [`kube_horizontalpodautoscaler_status_desired_replicas{${name}}`]: `${desired}x60`,
    [`kube_horizontalpodautoscaler_spec_max_replicas{${name}}`]: "10x60",
    [`kube_horizontalpodautoscaler_spec_min_replicas{${name}}`]: "3x60",
    [`kube_horizontalpodautoscaler_status_condition{${name},condition="ScalingLimited",status="true"}`]: `${limited}x60`,
  };
}
