import type { NetworkFacts } from "./facts.ts";
import { scrapes } from "./scrapes.ts";
import type { End } from "./workloads.ts";

/** A TCP port by its number, or a UDP one as `<number>/udp`. */
export type PathPort = number | `${number}/udp`;

/** One way that is open: each of `from` may connect to each of `to`. */
export interface NetworkPath {
  readonly name: string;
  readonly from: readonly End[];
  readonly to: readonly End[];
  /** Ports of the receiving pods, not of Services. Empty: any, where the other side names them. */
  readonly ports: readonly PathPort[];
  /** What breaks without it. */
  readonly why: string;
}

/** Service and port of the API server; which of the two a policy sees depends on the network plugin. */
const apiServer: readonly PathPort[] = [443, 6443];

/**
 * Every path of the platform that a NetworkPolicy opens; all else is denied, but for DNS. A path leads
 * nowhere when one of its ends is not used, and the policies of both of its ends are made from it.
 *
 * Paths between services, and those that only some services have, are in the service chart.
 */
export function networkPaths(facts: NetworkFacts): readonly NetworkPath[] {
  return [
    ...gateway(facts),
    ...mesh,
    ...webhooks,
    ...control(facts),
    ...argoCd(facts),
    ...monitoring,
    ...scrapes(facts),
    ...redis(facts),
  ];
}

function path(
  name: string,
  from: End | readonly End[],
  to: End | readonly End[],
  ports: readonly PathPort[],
  why: string,
): NetworkPath {
  return { name, from: [from].flat(), to: [to].flat(), ports, why };
}

function gateway({ routed, usesAcme }: NetworkFacts): NetworkPath[] {
  const tools = [
    ["argo", "argo-server", 8080],
    ["grafana", "grafana", 3000],
    ["jaeger", "jaeger", 16686],
    ["k8s", "dashboard", 4466],
    ["prometheus", "prometheus", 9090],
  ] as const;
  return [
    path("public", "anywhere", "gateway", [80, 443, 15021], "browsers; health of a load balancer"),
    path("service-requests", "gateway", "each-service", [], "requests to public hosts"),
    path("login", "gateway", "oauth2-proxy", [4180], "who is not logged in is sent there"),
    ...tools
      .filter(([tool]) => routed.includes(tool))
      .map(([tool, to, port]) => path(`tool-${tool}`, "gateway", to, [port], "people open it")),
    ...(usesAcme
      ? [path("acme-answers", "gateway", "acme-solver", [8089], "the authority asks for them")]
      : []),
  ];
}

const mesh: readonly NetworkPath[] = [
  path("istiod", ["services", "gateway"], "istiod", [15012], "configuration and certificates"),
  path("tracing", ["services", "gateway"], "jaeger", [4317], "traces over OTLP"),
];

/** The API server calls them and is no pod; so they are open to every address. */
const webhooks: readonly NetworkPath[] = [
  path("sidecar-webhook", "anywhere", "istiod", [15017], "injection and validation"),
  path("certificate-webhook", "anywhere", "cert-manager-webhook", [10250], "validation"),
  path("rule-webhook", "anywhere", "prometheus-operator", [10250], "validation of rules"),
  path("autoscaler-webhook", "anywhere", "vpa-admission", [8000], "requests of new pods"),
  path("metrics-api", "anywhere", "metrics-server", [10250], "usage, for HPAs and kubectl top"),
];

function control({ usesAcme, oidcPorts, messagePorts }: NetworkFacts): NetworkPath[] {
  const controllers: readonly End[] = [
    ...(["argo-applicationset", "argo-controller", "argo-notifications", "argo-server"] as const),
    ...(["cert-manager", "dashboard", "grafana", "istio-cni", "istiod"] as const),
    ...(["kube-state-metrics", "metrics-server", "prometheus", "prometheus-operator"] as const),
    ...(["prometheus-operator-jobs", "redis-operator", "vpa"] as const),
  ];
  const withLogin = ["oauth2-proxy", "argo-server", "dashboard", "grafana"] as const;
  return [
    path("api-server", controllers, "anywhere", apiServer, "they read and write objects"),
    path("kubelets", ["metrics-server", "prometheus"], "anywhere", [10250], "usage of pods"),
    path("nodes", "prometheus", "anywhere", [9100], "node-exporter"),
    ...(usesAcme
      ? [
          path("acme", "cert-manager-controller", "anywhere", [80, 443], "orders, own check"),
          path("acme-dns", "cert-manager-controller", "anywhere", [53, "53/udp"], "own check"),
        ]
      : []),
    ...(oidcPorts.length > 0
      ? [path("oidc", withLogin, "anywhere", oidcPorts, "login at the OpenID Connect issuer")]
      : []),
    ...(messagePorts.length > 0
      ? [path("messages", "alertmanager", "anywhere", messagePorts, "chat and mail")]
      : []),
  ];
}

function argoCd({ chartPorts }: NetworkFacts): NetworkPath[] {
  const clients = ["argo-controller", "argo-server"] as const;
  return [
    path("charts", "argo-repo-server", "anywhere", chartPorts, "charts of services"),
    path(
      "manifests",
      [...clients, "argo-applicationset", "argo-notifications"],
      "argo-repo-server",
      [8081],
      "it renders charts",
    ),
    path("argo-cache", [...clients, "argo-repo-server"], "argo-redis", [6379], "what was rendered"),
  ];
}

const monitoring: readonly NetworkPath[] = [
  path("alerts", "prometheus", "alertmanager", [9093], "firing alerts"),
  path("events", "argo-notifications", "alertmanager", [9093], "what happened to Applications"),
  path("alert-peers", "alertmanager", "alertmanager", [9094, "9094/udp"], "one message, not two"),
  path("grafana-peers", "grafana", "grafana", [9094, "9094/udp"], "its alerts, with two pods"),
  path("query-metrics", "grafana", "prometheus", [9090], "dashboards"),
  path("query-alerts", "grafana", "alertmanager", [9093], "alerts on dashboards"),
  path("query-traces", "grafana", "jaeger", [16686], "from a metric to its traces"),
];

function redis({ redisPort }: NetworkFacts): NetworkPath[] {
  return [
    path("cache", "redis-clients", "redis", [redisPort], "services keep things there"),
    // The bus of a node listens ten thousand above its port (redis.io, cluster specification).
    path("redis-nodes", "redis", "redis", [redisPort, redisPort + 10_000], "one cluster of them"),
    path("redis-setup", "redis-operator", "redis", [redisPort], "joins nodes to the cluster"),
  ];
}
