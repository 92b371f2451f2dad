import type { Addons, Istio } from "../../config/model.ts";
import type { HelmValues } from "../helm-values.ts";
import { answersChallenges, ingressClass, ingressPods, ingressRelease } from "./ingress.ts";

/** Name of the mesh's provider of traces; `mesh-policy.ts` turns it on. */
export const tracingProvider = "jaeger";
/** Name of the mesh's provider of logins; `management-routes.ts` asks it. */
export const loginProvider = "oauth2-proxy";
/** Port of oauth2-proxy's Service. */
export const loginPort = 80;

/** OTLP over gRPC (OpenTelemetry Protocol 1.x). */
const otlpPort = 4317;

/** Address of oauth2-proxy's Service. */
export function loginHost(namespace: string): string {
  return `oauth2-proxy.${namespace}.svc.cluster.local`;
}

/** What all proxies of the mesh have in common: Istio's `meshConfig`. */
export function meshConfig(istio: Istio, addons: Addons): HelmValues {
  const { jaeger, oauth2Proxy, certManager } = addons;
  const providers = [
    ...(jaeger === undefined ? [] : [tracing(jaeger.namespace)]),
    ...(oauth2Proxy === undefined ? [] : [login(oauth2Proxy.namespace)]),
  ];
  return {
    accessLogFile: "/dev/stdout",
    accessLogEncoding: "JSON",
    enablePrometheusMerge: true,
    ...(providers.length > 0 && { extensionProviders: providers }),
    // Who may go out is said by NetworkPolicies, which a pod cannot get around as it can its sidecar.
    outboundTrafficPolicy: { mode: "ALLOW_ANY" },
    // `//metrics` must not pass a rule about `/metrics`. `%2F` is left as it is: Argo CD has it in paths.
    pathNormalization: { normalization: "MERGE_SLASHES" },
    defaultConfig: { gatewayTopology: { numTrustedProxies: istio.trustedProxies } },
    ...(answersChallenges(certManager)
      ? {
          ingressControllerMode: "STRICT",
          ingressClass,
          ingressService: ingressRelease,
          ingressSelector: ingressPods.istio,
        }
      : { ingressControllerMode: "OFF" }),
  };
}

function tracing(namespace: string): HelmValues {
  return {
    name: tracingProvider,
    opentelemetry: { service: `jaeger.${namespace}.svc.cluster.local`, port: otlpPort },
  };
}

/**
 * oauth2-proxy answers 200 to who is logged in, and sends all others to the login with a cookie. It
 * learns the host, method and path in any case. `X-Forwarded-Host` and `-Uri` are not passed on: Envoy
 * leaves them as the caller wrote them, and oauth2-proxy would believe them.
 */
function login(namespace: string): HelmValues {
  return {
    name: loginProvider,
    envoyExtAuthzHttp: {
      service: loginHost(namespace),
      port: loginPort,
      timeout: "5s",
      failOpen: false,
      includeRequestHeadersInCheck: ["accept", "cookie", "x-forwarded-for", "x-forwarded-proto"],
      headersToUpstreamOnAllow: ["x-auth-request-email", "x-auth-request-user"],
      headersToDownstreamOnAllow: ["set-cookie"],
      // Envoy adds Location by itself.
      headersToDownstreamOnDeny: ["cache-control", "content-type", "set-cookie"],
    },
  };
}
