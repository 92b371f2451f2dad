import type { AddonName } from "../../../config/model.ts";

/** What has a namespace of its own in the network: an add-on, its gateway, or the cluster's DNS. */
export type Home = AddonName | "gateway" | "dns";

/** Pods of one kind, by the labels their chart gives them. */
export interface Workload {
  readonly home: Home;
  readonly labels: Readonly<Record<string, string>>;
}

const appName = "app.kubernetes.io/name";
const instance = "app.kubernetes.io/instance";
const component = "app.kubernetes.io/component";

function named(home: Home, name: string): Workload {
  return { home, labels: { [appName]: name } };
}

/**
 * Everything of the platform that talks, with the labels of its pods as the charts of the pinned
 * versions render them; those of Redis come from its operator (k8sutils/labels.go), those of
 * Prometheus and Alertmanager from theirs. node-exporter is on the network of its node, where no
 * NetworkPolicy reaches.
 */
export const workloads = {
  "acme-solver": { home: "gateway", labels: { "acme.cert-manager.io/http01-solver": "true" } },
  alertmanager: named("prometheus", "alertmanager"),
  "argo-applicationset": named("argoCd", "argocd-applicationset-controller"),
  "argo-controller": named("argoCd", "argocd-application-controller"),
  "argo-notifications": named("argoCd", "argocd-notifications-controller"),
  "argo-redis": named("argoCd", "argocd-redis"),
  "argo-repo-server": named("argoCd", "argocd-repo-server"),
  "argo-server": named("argoCd", "argocd-server"),
  // All of its pods, the check after an install too.
  "cert-manager": { home: "certManager", labels: { [instance]: "cert-manager" } },
  "cert-manager-controller": {
    home: "certManager",
    labels: { [instance]: "cert-manager", [component]: "controller" },
  },
  "cert-manager-webhook": {
    home: "certManager",
    labels: { [instance]: "cert-manager", [component]: "webhook" },
  },
  dashboard: named("dashboard", "headlamp"),
  dns: { home: "dns", labels: { "k8s-app": "kube-dns" } },
  gateway: { home: "gateway", labels: { istio: "ingress" } },
  grafana: named("grafana", "grafana"),
  "istio-cni": { home: "istio", labels: { "k8s-app": "istio-cni-node" } },
  istiod: { home: "istio", labels: { app: "istiod" } },
  jaeger: named("jaeger", "jaeger"),
  "kube-state-metrics": named("prometheus", "kube-state-metrics"),
  "metrics-server": named("metricsServer", "metrics-server"),
  "oauth2-proxy": named("oauth2Proxy", "oauth2-proxy"),
  prometheus: named("prometheus", "prometheus"),
  "prometheus-operator": { home: "prometheus", labels: { [component]: "prometheus-operator" } },
  // Jobs that make the certificate of its webhooks, where cert-manager does not.
  "prometheus-operator-jobs": {
    home: "prometheus",
    labels: { [component]: "prometheus-operator-webhook" },
  },
  redis: { home: "redis", labels: { redis_setup_type: "cluster" } },
  "redis-operator": { home: "redis", labels: { name: "redis-operator" } },
  // All of its pods, the Jobs around an install too.
  vpa: named("verticalPodAutoscaler", "vpa"),
  "vpa-admission": {
    home: "verticalPodAutoscaler",
    labels: { [appName]: "vpa", [component]: "admission-controller" },
  },
} as const satisfies Readonly<Record<string, Workload>>;

/** On every namespace of services, of tenants too, so that the owner of a platform need not know them. */
export const servicesLabel = "msa-gitops/services";

export type WorkloadName = keyof typeof workloads;

/**
 * One end of a path besides a workload.
 *
 * - `anywhere`: every address, in the cluster or not. The API server and the nodes are no pods, so no
 *   selector names them.
 * - `services`: every pod of every environment's services.
 * - `each-service`: the same, where the service's own chart writes its side of the path.
 * - `redis-clients`: services that keep something in Redis; their chart writes their side.
 */
export type Outsider = "anywhere" | "services" | "each-service" | "redis-clients";

export type End = WorkloadName | Outsider;
