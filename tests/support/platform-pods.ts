import type { Pod } from "./network-reach.ts";

/** A pod of the platform and the ports its containers listen on. */
export interface PlatformPod extends Pod {
  readonly ports: readonly number[];
}

const part = "app.kubernetes.io/component";
const instance = "app.kubernetes.io/instance";

function pod(
  namespace: string,
  labels: Readonly<Record<string, string>>,
  ...ports: number[]
): PlatformPod {
  return { namespace, labels, ports };
}

function argo(name: string, ...ports: number[]): PlatformPod {
  const full = `argocd-${name}`;
  return pod("argocd", { "app.kubernetes.io/name": full, [instance]: "argo-cd" }, ...ports);
}

function named(namespace: string, name: string, ...ports: number[]): PlatformPod {
  return pod(namespace, { "app.kubernetes.io/name": name, [instance]: name }, ...ports);
}

function certManager(app: string, component: string, ...ports: number[]): PlatformPod {
  const labels = { app, [instance]: "cert-manager", [part]: component };
  return pod("cert-manager", labels, ...ports);
}

function prometheusStack(labels: Readonly<Record<string, string>>, ...ports: number[]) {
  return pod("monitoring", { [instance]: "kube-prometheus-stack", ...labels }, ...ports);
}

function redis(role: string): PlatformPod {
  const labels = { app: `redis-${role}`, redis_setup_type: "cluster", role, cluster: "redis" };
  return pod("redis", labels, 6379, 9121, 16379);
}

/**
 * The pods of a whole platform in its usual namespaces: labels and ports as the charts of the pinned
 * versions render them, those of Redis, Prometheus and Alertmanager as their operators make them.
 */
export const platformPods: Readonly<Record<string, PlatformPod>> = {
  alertmanager: prometheusStack({ "app.kubernetes.io/name": "alertmanager" }, 8080, 9093, 9094),
  "argo-applicationset": argo("applicationset-controller", 7000, 8080, 8081),
  "argo-controller": argo("application-controller", 8082),
  "argo-notifications": argo("notifications-controller", 9001),
  "argo-redis": argo("redis", 6379, 9121),
  "argo-repo-server": argo("repo-server", 8081, 8084),
  "argo-server": argo("server", 8080, 8083),
  cainjector: certManager("cainjector", "cainjector", 9402),
  "cert-manager": certManager("cert-manager", "controller", 9402, 9403),
  "cert-manager-webhook": certManager("webhook", "webhook", 6080, 9402, 10250),
  dns: pod("kube-system", { "k8s-app": "kube-dns" }, 53, 9153),
  gateway: pod("istio-ingress", { app: "istio-ingress", istio: "ingress" }, 80, 443, 15020, 15090),
  grafana: named("monitoring", "grafana", 3000, 6060, 9094),
  headlamp: named("management", "headlamp", 4466),
  "istio-cni": pod("istio-system", { "k8s-app": "istio-cni-node" }, 15014),
  istiod: pod("istio-system", { app: "istiod", istio: "pilot" }, 8080, 15010, 15012, 15014, 15017),
  jaeger: named("tracing", "jaeger", 4317, 4318, 8888, 9411, 16685, 16686),
  "kube-state-metrics": prometheusStack(
    { "app.kubernetes.io/name": "kube-state-metrics", [part]: "metrics" },
    8080,
    8081,
  ),
  "metrics-server": named("autoscaling", "metrics-server", 10250),
  "oauth2-proxy": named("management", "oauth2-proxy", 4180, 44180),
  prometheus: prometheusStack({ "app.kubernetes.io/name": "prometheus" }, 8080, 9090),
  "prometheus-operator": prometheusStack(
    { app: "kube-prometheus-stack-operator", [part]: "prometheus-operator" },
    10250,
  ),
  "redis-follower": redis("follower"),
  "redis-leader": redis("leader"),
  "redis-operator": pod("redis", { name: "redis-operator" }, 8080, 8081),
  "vpa-admission": pod(
    "autoscaling",
    { "app.kubernetes.io/name": "vpa", [part]: "admission-controller" },
    8000,
    8944,
  ),
  "vpa-recommender": pod(
    "autoscaling",
    { "app.kubernetes.io/name": "vpa", [part]: "recommender" },
    8942,
  ),
};
