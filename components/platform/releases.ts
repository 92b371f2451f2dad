import type { AddonName, Config, PlatformRelease } from "../../config/model.ts";

/** The releases that each add-on consists of. */
const releases: Readonly<Record<AddonName, readonly PlatformRelease[]>> = {
  argoCd: ["argo-cd"],
  certManager: ["cert-manager"],
  dashboard: ["headlamp"],
  grafana: ["grafana"],
  istio: ["istio-base", "istio-cni", "istiod", "istio-ingress"],
  jaeger: ["jaeger"],
  metricsServer: ["metrics-server"],
  oauth2Proxy: ["oauth2-proxy"],
  prometheus: ["prometheus-operator-crds", "kube-prometheus-stack"],
  redis: ["redis-operator", "redis"],
  verticalPodAutoscaler: ["vpa"],
};

/** What this stack installs, each as `<release> <version of its chart>`. */
export function releasesOf({ addons, platform }: Config): readonly string[] {
  return Object.entries(releases)
    .filter(([addon]) => addons[addon as AddonName]?.install === true)
    .flatMap(([, names]) => names)
    .filter((name) => name !== "istio-ingress" || addons.istio?.makesGateway === true)
    .map((name) => `${name} ${platform.charts[name].version}`);
}
