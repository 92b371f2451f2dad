import type {
  Config,
  Oidc,
  Platform,
  PlatformRelease,
  Profile,
  Service,
} from "../../config/model.ts";
import { platformReleases } from "../../config/platform-model.ts";
import { platformSizes } from "../../config/platform-sizes.ts";

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
    apiTests: [],
    host: `${name}-dev.example.com`,
    callers: [],
    profile: sampleProfile,
    secrets: [],
    secretsRevision: 0,
    env: {},
    values: {},
    ...overrides,
  };
}

/** Chart of a release, at a repository and a version that no real one has. */
function sampleChart(release: PlatformRelease) {
  return { name: release, version: "9.9.9", repository: "https://charts.example.com" };
}

/** The platform of the sample, its own and small. */
export function samplePlatform(overrides: Partial<Platform> = {}): Platform {
  return {
    owner: "development",
    isOwn: true,
    tellsEvents: false,
    environments: [{ name: "development", namespace: "microservices-dev" }],
    sizes: platformSizes.small,
    charts: Object.fromEntries(
      platformReleases.map((release) => [release, sampleChart(release)]),
    ) as Platform["charts"],
    values: {},
    ...overrides,
  };
}

/** An OpenID Connect issuer. */
export const sampleOidc: Oidc = {
  issuer: "https://login.example.com",
  clientId: "msa",
  clientSecretName: "oidc",
  scopes: ["openid", "profile", "email", "groups"],
  tellsGroups: true,
};

/** Everything a cluster can have, and all of it there already. */
export function sampleAddons(overrides: Partial<Config["addons"]> = {}): Config["addons"] {
  return {
    argoCd: { install: false, namespace: "argocd" },
    istio: {
      install: false,
      namespace: "istio-system",
      gateway: "istio-ingress/public",
      makesGateway: false,
      gatewayNamespace: "istio-ingress",
      tracingPercent: 10,
      trustedProxies: 0,
    },
    certManager: { install: false, namespace: "cert-manager", issuer: { kind: "selfSigned" } },
    prometheus: { install: false, namespace: "monitoring", retention: "15d" },
    grafana: { install: false, namespace: "monitoring" },
    jaeger: { install: false, namespace: "tracing" },
    metricsServer: { install: false, namespace: "autoscaling" },
    verticalPodAutoscaler: { install: false, namespace: "autoscaling" },
    redis: {
      install: false,
      namespace: "redis",
      host: "redis-leader.redis.svc.cluster.local",
      port: 6379,
    },
    dashboard: { install: false, namespace: "management" },
    harbor: { url: "https://registry.example.com" },
    chartMuseum: { url: "https://charts.example.com" },
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
    platform: samplePlatform(),
    images: { pullSecrets: [] },
    addons: sampleAddons(),
    tools: [],
    profile: sampleProfile,
    quota: {
      pods: 3,
      requests: { cpu: "330m", memory: "360Mi" },
      limits: { cpu: "1530m", memory: "1560Mi" },
    },
    rollout: { progressDeadlineSeconds: 600 },
    verify: { image: "docker.io/library/node:24.21.0-alpine" },
    sync: { automated: true, selfHeal: true, prune: true, retries: 5, windows: [] },
    access: {
      developers: ["msa-developers"],
      developersMay: ["sync"],
      admins: ["msa-admins"],
      clusterAdmins: ["jclee-admins"],
      exec: false,
    },
    secrets: [],
    repositories: [],
    notifications: { transports: { teams: [] }, environments: [] },
    off: [],
    awaitHealthy: false,
    adopt: [],
    services: [sampleService()],
    ...overrides,
  };
}
