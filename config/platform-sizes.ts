import type { PlatformSizeName, PlatformWorkload, WorkloadSize } from "./platform-model.ts";

type Sizes = Readonly<Record<PlatformWorkload, WorkloadSize>>;

/** `500m/1Gi` and `2000m/2Gi`: what is asked for and what may be used, cpu first. */
function size(
  replicas: number,
  requests: string,
  limits: string,
  more: Pick<WorkloadSize, "autoscaling" | "storage"> = {},
): WorkloadSize {
  return { replicas, requests: pair(requests), limits: pair(limits), ...more };
}

function pair(text: string): WorkloadSize["requests"] {
  const [cpu = "", memory = ""] = text.split("/");
  return { cpu, memory };
}

/** One of each, nothing kept: for a cluster that may be thrown away. */
const small: Sizes = {
  alertmanager: size(1, "10m/64Mi", "100m/128Mi"),
  "argo-controller": size(1, "100m/256Mi", "1000m/1Gi"),
  "argo-repo-server": size(1, "50m/128Mi", "1000m/512Mi"),
  "argo-server": size(1, "50m/128Mi", "500m/256Mi"),
  "argo-support": size(1, "10m/64Mi", "200m/256Mi"),
  "cert-manager": size(1, "10m/64Mi", "200m/256Mi"),
  dashboard: size(1, "10m/64Mi", "200m/256Mi"),
  exporters: size(1, "10m/32Mi", "200m/256Mi"),
  grafana: size(1, "50m/128Mi", "500m/512Mi"),
  "istio-cni": size(1, "20m/64Mi", "200m/256Mi"),
  "istio-gateway": size(1, "50m/128Mi", "1000m/512Mi"),
  istiod: size(1, "100m/256Mi", "1000m/1Gi"),
  jaeger: size(1, "50m/256Mi", "500m/1Gi"),
  "metrics-server": size(1, "50m/128Mi", "200m/256Mi"),
  "oauth2-proxy": size(1, "10m/32Mi", "200m/128Mi"),
  prometheus: size(1, "200m/512Mi", "1000m/2Gi"),
  "prometheus-operator": size(1, "20m/64Mi", "200m/256Mi"),
  redis: size(3, "50m/64Mi", "200m/256Mi"),
  "redis-operator": size(1, "10m/64Mi", "200m/256Mi"),
  "vertical-pod-autoscaler": size(1, "20m/64Mi", "200m/512Mi"),
};

/** Two where it matters, data kept. */
const medium: Sizes = {
  alertmanager: size(2, "20m/64Mi", "200m/256Mi", { storage: "1Gi" }),
  "argo-controller": size(1, "250m/512Mi", "2000m/2Gi"),
  "argo-repo-server": size(2, "100m/256Mi", "1000m/1Gi"),
  "argo-server": size(2, "50m/128Mi", "500m/512Mi"),
  "argo-support": size(1, "20m/64Mi", "300m/256Mi"),
  "cert-manager": size(1, "20m/64Mi", "300m/256Mi"),
  dashboard: size(1, "20m/64Mi", "200m/256Mi"),
  exporters: size(1, "20m/64Mi", "250m/256Mi"),
  grafana: size(1, "100m/256Mi", "1000m/1Gi", { storage: "5Gi" }),
  "istio-cni": size(1, "50m/64Mi", "200m/256Mi"),
  "istio-gateway": size(2, "100m/128Mi", "2000m/1Gi", { autoscaling: { min: 2, max: 4 } }),
  istiod: size(2, "250m/512Mi", "1000m/2Gi", { autoscaling: { min: 2, max: 4 } }),
  jaeger: size(1, "100m/512Mi", "1000m/2Gi", { storage: "20Gi" }),
  "metrics-server": size(2, "100m/128Mi", "300m/256Mi"),
  "oauth2-proxy": size(2, "20m/64Mi", "200m/128Mi"),
  prometheus: size(1, "500m/2Gi", "2000m/4Gi", { storage: "50Gi" }),
  "prometheus-operator": size(1, "50m/128Mi", "300m/256Mi"),
  redis: size(3, "100m/128Mi", "500m/512Mi", { storage: "2Gi" }),
  "redis-operator": size(1, "20m/64Mi", "300m/256Mi"),
  "vertical-pod-autoscaler": size(1, "50m/128Mi", "300m/512Mi"),
};

/** A node may go at any time without anybody noticing. */
const large: Sizes = {
  alertmanager: size(3, "50m/128Mi", "300m/256Mi", { storage: "2Gi" }),
  "argo-controller": size(1, "500m/1Gi", "4000m/4Gi"),
  "argo-repo-server": size(2, "250m/512Mi", "2000m/2Gi", { autoscaling: { min: 2, max: 5 } }),
  "argo-server": size(2, "100m/256Mi", "1000m/512Mi", { autoscaling: { min: 2, max: 4 } }),
  "argo-support": size(1, "50m/128Mi", "500m/512Mi"),
  "cert-manager": size(2, "50m/128Mi", "500m/512Mi"),
  dashboard: size(2, "20m/64Mi", "200m/256Mi"),
  exporters: size(1, "50m/64Mi", "250m/512Mi"),
  grafana: size(1, "200m/512Mi", "2000m/2Gi", { storage: "10Gi" }),
  "istio-cni": size(1, "100m/100Mi", "500m/256Mi"),
  "istio-gateway": size(3, "200m/256Mi", "2000m/1Gi", { autoscaling: { min: 3, max: 10 } }),
  istiod: size(2, "500m/2Gi", "2000m/4Gi", { autoscaling: { min: 2, max: 5 } }),
  jaeger: size(1, "200m/1Gi", "2000m/4Gi", { storage: "50Gi" }),
  "metrics-server": size(2, "100m/200Mi", "500m/512Mi"),
  "oauth2-proxy": size(2, "50m/64Mi", "500m/256Mi"),
  prometheus: size(2, "1000m/4Gi", "4000m/8Gi", { storage: "100Gi" }),
  "prometheus-operator": size(1, "100m/128Mi", "500m/512Mi"),
  redis: size(3, "250m/256Mi", "1000m/1Gi", { storage: "5Gi" }),
  "redis-operator": size(1, "50m/128Mi", "500m/512Mi"),
  "vertical-pod-autoscaler": size(2, "50m/256Mi", "500m/1Gi"),
};

/** What each word for the size of the platform stands for. */
export const platformSizes: Readonly<Record<PlatformSizeName, Sizes>> = { small, medium, large };
