import type { NetworkFacts } from "./facts.ts";
import type { NetworkPath, PathPort } from "./paths.ts";
import type { End } from "./workloads.ts";

/** Where each part answers Prometheus. */
const metrics: readonly (readonly [End, readonly PathPort[]])[] = [
  ["alertmanager", [8080, 9093]],
  ["argo-applicationset", [8080]],
  ["argo-controller", [8082]],
  ["argo-notifications", [9001]],
  ["argo-redis", [9121]],
  ["argo-repo-server", [8084]],
  ["argo-server", [8083]],
  ["cert-manager", [9402]],
  ["dns", [9153]],
  ["gateway", [15020, 15090]],
  ["grafana", [3000]],
  ["istio-cni", [15014]],
  ["istiod", [15014]],
  ["jaeger", [8888]],
  ["kube-state-metrics", [8080, 8081]],
  ["metrics-server", [10250]],
  ["oauth2-proxy", [44180]],
  ["prometheus", [8080, 9090]],
  ["prometheus-operator", [10250]],
  ["redis", [9121]],
  ["redis-operator", [8080]],
  ["vpa", [8942, 8943, 8944]],
];

/** The paths on which Prometheus reads metrics. */
export function scrapes({ homes }: NetworkFacts): NetworkPath[] {
  const scrape = (name: string, to: End, ports: readonly PathPort[]): NetworkPath => ({
    name,
    from: ["prometheus"],
    to: [to],
    ports,
    why: "metrics",
  });
  return [
    ...metrics.map(([to, ports]) => scrape(`metrics-${to}`, to, ports)),
    homes.istio === undefined
      ? scrape("service-metrics", "each-service", [])
      : // Merged metrics of a sidecar, plaintext and outside mTLS (Istio: ports used by sidecars).
        scrape("mesh-metrics", "services", [15020]),
  ];
}
