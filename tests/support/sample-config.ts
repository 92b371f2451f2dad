import type { Config, Profile, Service } from "../../config/model.ts";

/** Sizes of the samples; all four differ, so that a mix-up shows. */
export const sampleProfile: Profile = {
  replicas: 2,
  requests: { cpu: "110m", memory: "120Mi" },
  limits: { cpu: "510m", memory: "520Mi" },
  verticalAutoscaling: "off",
};

/** A complete valid service; a test changes what it is about. */
export function sampleService(overrides: Partial<Service> = {}): Service {
  const name = overrides.name ?? "order-service";
  return {
    name,
    applicationName: `${name}-development`,
    description: "Orders, from cart to delivery.",
    team: "commerce",
    version: "1.2.3",
    image: { registry: "registry.example.com", repository: `msa/${name}`, tag: "1.2.3" },
    chart: { name: "microservice", version: "1.0.0", repository: "https://charts.example.com" },
    usesPlatformChart: true,
    port: 8080,
    paths: { health: "/healthz", ready: "/readyz", metrics: "/metrics" },
    host: `${name}-dev.example.com`,
    callers: [],
    profile: sampleProfile,
    env: {},
    values: {},
    ...overrides,
  };
}

/** A complete valid configuration of one service, on a cluster that has everything. */
export function sampleConfig(overrides: Partial<Config> = {}): Config {
  return {
    environment: "development",
    branch: "develop",
    domain: "example.com",
    hostSuffix: "-dev",
    registry: "registry.example.com",
    namespace: "microservices-dev",
    cluster: { context: "development", uid: "1f0c2a9e-5b1d-4c54-9d0e-7a3a4f2b8c11" },
    platform: { owner: "development" },
    addons: {
      argoCd: { install: false, namespace: "argocd" },
      istio: {
        install: false,
        namespace: "istio-system",
        gateway: "istio-ingress/public",
        gatewayNamespace: "istio-ingress",
      },
      prometheus: { install: false, namespace: "monitoring" },
      verticalPodAutoscaler: { install: false },
    },
    profile: sampleProfile,
    quota: {
      pods: 3,
      requests: { cpu: "330m", memory: "360Mi" },
      limits: { cpu: "1530m", memory: "1560Mi" },
    },
    sync: { automated: true, selfHeal: true, prune: true, retries: 5 },
    awaitHealthy: false,
    adopt: [],
    services: [sampleService()],
    ...overrides,
  };
}
