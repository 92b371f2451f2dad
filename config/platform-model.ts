import type { Chart, CpuAndMemory, Environment } from "./model.ts";

/** How big the platform is, unless a workload says otherwise. */
export const platformSizeNames = ["small", "medium", "large"] as const;
export type PlatformSizeName = (typeof platformSizeNames)[number];

/** Every workload of the platform whose size can be set; each is one word for one place in a chart. */
export const platformWorkloads = [
  "alertmanager",
  "argo-controller",
  "argo-repo-server",
  "argo-server",
  "argo-support",
  "cert-manager",
  "dashboard",
  "exporters",
  "grafana",
  "istio-cni",
  "istio-gateway",
  "istiod",
  "jaeger",
  "metrics-server",
  "oauth2-proxy",
  "prometheus",
  "prometheus-operator",
  "redis",
  "redis-operator",
  "vertical-pod-autoscaler",
] as const;
export type PlatformWorkload = (typeof platformWorkloads)[number];

/** Size of one workload of the platform. */
export interface WorkloadSize {
  /** Pods that run when there is no autoscaling; for Redis the number of shards. */
  readonly replicas: number;
  /** Bounds of its HorizontalPodAutoscaler; absent where there is none. */
  readonly autoscaling?: { readonly min: number; readonly max: number };
  readonly requests: CpuAndMemory;
  readonly limits: CpuAndMemory;
  /** Size of its volume, per pod; absent: its data go with the pod. */
  readonly storage?: string;
}

/** Helm releases of the platform, by the name of the release. */
export const platformReleases = [
  "argo-cd",
  "cert-manager",
  "grafana",
  "headlamp",
  "istio-base",
  "istio-cni",
  "istio-ingress",
  "istiod",
  "jaeger",
  "kube-prometheus-stack",
  "metrics-server",
  "oauth2-proxy",
  "prometheus-operator-crds",
  "redis",
  "redis-operator",
  "vpa",
] as const;
export type PlatformRelease = (typeof platformReleases)[number];

/** The platform this stack uses: its own, or another stack's on the same cluster. */
export interface Platform {
  /** Stack that installs it. */
  readonly owner: Environment;
  /** True when this stack is the owner. */
  readonly isOwn: boolean;
  /** True when its Argo CD can tell its Alertmanager of events: both are its own. */
  readonly tellsEvents: boolean;
  /** Environments with a namespace of services on this platform, this one included, by name. */
  readonly environments: readonly { readonly name: Environment; readonly namespace: string }[];
  readonly sizes: Readonly<Record<PlatformWorkload, WorkloadSize>>;
  /** StorageClass of every volume; absent: the cluster's default. */
  readonly storageClass?: string;
  /** The chart behind each release, from the lock, through the mirror if there is one. */
  readonly charts: Readonly<Record<PlatformRelease, Chart>>;
  /** Helm values laid over ours, by release. */
  readonly values: Readonly<Partial<Record<PlatformRelease, Readonly<Record<string, unknown>>>>>;
}

/** Where images of the platform come from. */
export interface Images {
  /** Registry that serves all of them in place of their own; absent: each from its own. */
  readonly mirror?: string;
  /** Names of Secrets with registry credentials, in every namespace that pulls. */
  readonly pullSecrets: readonly string[];
}

/** One component of the platform: installed by the owner, or there already. */
export interface Addon {
  /** True when this stack installs it. */
  readonly install: boolean;
  readonly namespace: string;
}

export interface Istio extends Addon {
  /** Namespace and name of the ingress Gateway of this environment, `<namespace>/<name>`. */
  readonly gateway: string;
  /** True when this stack makes that Gateway and its certificate. */
  readonly makesGateway: boolean;
  readonly gatewayNamespace: string;
  /** Requests that are traced, percent. */
  readonly tracingPercent: number;
  /** Proxies of ours in front of the gateway (a CDN, a load balancer) whose X-Forwarded-For is believed. */
  readonly trustedProxies: number;
}

/** Who signs the certificates of this environment's hosts. */
export type Issuer =
  /** Signed by itself; browsers warn. For clusters nobody else sees. */
  | { readonly kind: "selfSigned" }
  /** Our own authority: Secret in cert-manager's namespace with tls.crt and tls.key. */
  | { readonly kind: "ca"; readonly secretName: string }
  | {
      readonly kind: "acme";
      readonly server: string;
      readonly email: string;
      /** Solver of DNS-01 in cert-manager's own words; absent: HTTP-01 through the gateway. */
      readonly dns01?: Readonly<Record<string, unknown>>;
    }
  /** A ClusterIssuer that exists. */
  | { readonly kind: "existing"; readonly name: string };

export interface CertManager extends Addon {
  readonly issuer: Issuer;
}

export interface Prometheus extends Addon {
  /** How long samples are kept, such as `15d`. */
  readonly retention: string;
}

export interface Redis extends Addon {
  /** Address that a client asks for the rest of the cluster. */
  readonly host: string;
  readonly port: number;
}

/** Absent add-ons are not used at all: nothing is made for them. */
export interface Addons {
  readonly argoCd: Addon;
  readonly istio?: Istio;
  readonly certManager?: CertManager;
  readonly prometheus?: Prometheus;
  readonly grafana?: Addon;
  readonly jaeger?: Addon;
  readonly metricsServer?: Addon;
  readonly verticalPodAutoscaler?: Addon;
  readonly redis?: Redis;
  /** Present when OIDC is configured. */
  readonly oauth2Proxy?: Addon;
  /** The Kubernetes dashboard (Headlamp). */
  readonly dashboard?: Addon;
  /** Registry of the services' images; never installed here. */
  readonly harbor: { readonly url: string };
  /** Repository of the service chart; never installed here. */
  readonly chartMuseum: { readonly url: string };
}
export type AddonName = Exclude<keyof Addons, "harbor" | "chartMuseum">;

/** The add-on that each release belongs to. */
export const addonOfRelease: Readonly<Record<PlatformRelease, AddonName>> = {
  "argo-cd": "argoCd",
  "cert-manager": "certManager",
  grafana: "grafana",
  headlamp: "dashboard",
  "istio-base": "istio",
  "istio-cni": "istio",
  "istio-ingress": "istio",
  istiod: "istio",
  jaeger: "jaeger",
  "kube-prometheus-stack": "prometheus",
  "metrics-server": "metricsServer",
  "oauth2-proxy": "oauth2Proxy",
  "prometheus-operator-crds": "prometheus",
  redis: "redis",
  "redis-operator": "redis",
  vpa: "verticalPodAutoscaler",
};

/** Addresses of an OpenID Connect issuer, for a client that reads no discovery document. */
export interface OidcEndpoints {
  readonly authorization: string;
  readonly token: string;
  readonly userinfo: string;
}

/** Login of people through OpenID Connect. */
export interface Oidc {
  /** URL of the issuer, as its discovery document says. */
  readonly issuer: string;
  readonly clientId: string;
  /** Secret in the namespace of oauth2-proxy with the key `client-secret`. */
  readonly clientSecretName: string;
  /** Absent: only what can discover them knows them. */
  readonly endpoints?: OidcEndpoints;
  /** What Argo CD and Grafana ask for. */
  readonly scopes: readonly string[];
  /** False when the issuer says of nobody which groups they are in. */
  readonly tellsGroups: boolean;
}

/** First label of a management host: `<name><hostSuffix>.<domain>`. */
export const managementTools = ["argo", "grafana", "jaeger", "k8s", "prometheus"] as const;
export type ManagementToolName = (typeof managementTools)[number];

/** One tool people open in a browser. */
export interface ManagementTool {
  readonly name: ManagementToolName;
  readonly host: string;
  /** Who asks for a login: the tool, oauth2-proxy in front of it, or nobody. */
  readonly login: "own" | "oauth2-proxy" | "none";
  /** True when the gateway leads to it. A tool that nobody guards is never routed. */
  readonly routed: boolean;
  /** Its Service, for the route and for a port-forward. */
  readonly service: { readonly name: string; readonly namespace: string; readonly port: number };
}
