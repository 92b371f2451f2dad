import { z } from "zod";
import { certificateIssuer } from "./issuer.ts";
import { text } from "./text.ts";
import { dnsLabel, hostName, labelFault } from "./names.ts";
import { wholeNumber } from "./numbers.ts";
import { url } from "./url.ts";

const install = (name: string) =>
  z
    .boolean()
    .default(true)
    .describe(`Whether this stack installs ${name}; false uses the one that is there.`);

const enabled = (name: string) =>
  z
    .boolean()
    .default(true)
    .describe(`Whether ${name} is used at all; false makes no object of it.`);

const namespaceOf = (name: string, fallback: string) =>
  dnsLabel({ description: `Namespace ${name} runs in.`, example: fallback }).default(fallback);

/** The keys that every add-on has. */
function addonShape(name: string, namespace: string) {
  return {
    enabled: enabled(name),
    install: install(name),
    namespace: namespaceOf(name, namespace),
  };
}

function addon(name: string, namespace: string, description: string) {
  return z.strictObject(addonShape(name, namespace)).prefault({}).describe(description);
}

const gateway = text(
  (value) => {
    const parts = value.split("/");
    const isRight = parts.length === 2 && parts.every((part) => labelFault(part) === undefined);
    return isRight ? undefined : { wrong: "must be <namespace>/<name> of a Gateway" };
  },
  {
    description:
      "Namespace and name of an ingress Gateway that exists. Default: the platform makes one for " +
      "each environment; where Istio is there already, `<gatewayNamespace>/msa-gateway`.",
    example: "istio-ingress/public",
  },
);

const retention = text(
  (value) =>
    /^[1-9]\d*[hdwy]$/.test(value)
      ? undefined
      : { wrong: "must be a number and h, d, w or y such as 15d" },
  {
    description: "How long samples are kept.",
    example: "15d",
    pattern: "^[1-9][0-9]*[hdwy]$",
  },
);

const argoCd = z
  .strictObject({ install: install("Argo CD"), namespace: namespaceOf("Argo CD", "argocd") })
  .prefault({})
  .describe("Argo CD, which keeps the services in step with what is declared.");

const istio = z
  .strictObject({
    ...addonShape("Istio", "istio-system"),
    gateway: gateway.optional(),
    gatewayNamespace: namespaceOf("the ingress gateway", "istio-ingress"),
    tracingPercent: wholeNumber(0, 100, "Requests that are traced, percent.", 10).default(10),
    trustedProxies: wholeNumber(
      0,
      10,
      "Proxies of ours in front of the gateway, such as a CDN, whose X-Forwarded-For is believed.",
      1,
    ).default(0),
  })
  .prefault({})
  .describe("Istio, the mesh: routes, encryption between services, who may call whom.");

const certManager = z
  .strictObject({
    ...addonShape("cert-manager", "cert-manager"),
    issuer: certificateIssuer,
  })
  .prefault({})
  .describe("cert-manager, which gets the certificates of the hosts.");

const prometheus = z
  .strictObject({
    ...addonShape("the Prometheus Operator", "monitoring"),
    retention: retention.default("15d"),
  })
  .prefault({})
  .describe("Prometheus Operator with Prometheus and Alertmanager: monitors and alert rules.");

const redis = z
  .strictObject({
    ...addonShape("Redis Cluster", "redis"),
    host: hostName({
      description:
        "Address that a client asks for the rest of a cluster that is there already. " +
        "Default: `redis-leader.<namespace>.svc.cluster.local`.",
      example: "redis.example.org",
    }).optional(),
    port: wholeNumber(1, 65_535, "Port of each of its nodes.", 6379).default(6379),
  })
  .prefault({})
  .describe("Redis Cluster, the cache that services share.");

/** The components of the platform that services rely on. */
export const addons = z
  .strictObject({
    argoCd,
    istio,
    certManager,
    prometheus,
    grafana: addon("Grafana", "monitoring", "Grafana, with the platform's dashboards."),
    jaeger: addon("Jaeger", "tracing", "Jaeger, which keeps traces."),
    metricsServer: addon(
      "metrics-server",
      "autoscaling",
      "metrics-server, which an HPA reads usage from.",
    ),
    verticalPodAutoscaler: addon(
      "the VerticalPodAutoscaler",
      "autoscaling",
      "VerticalPodAutoscaler: recommends or sets requests.",
    ),
    redis,
    oauth2Proxy: addon(
      "oauth2-proxy",
      "management",
      "oauth2-proxy: login in front of the tools that have none. Used when `oidc` is set.",
    ),
    dashboard: addon("the Kubernetes dashboard", "management", "Kubernetes dashboard (Headlamp)."),
    harbor: z
      .strictObject({
        url: url("Address of the registry. Default: `https://<registry>`.").optional(),
      })
      .prefault({})
      .describe("Harbor, the registry of images; it is there already."),
    chartMuseum: z
      .strictObject({
        url: url("Address of the repository. Default: the one of the service chart.").optional(),
      })
      .prefault({})
      .describe("ChartMuseum, the repository of the service chart; it is there already."),
  })
  .describe("The components of the platform: installed by this stack, or there already.");
