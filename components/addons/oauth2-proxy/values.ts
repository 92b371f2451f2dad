import type { Config, Oidc } from "../../../config/model.ts";
import type { HelmValues } from "../../helm-values.ts";
import {
  disruptionBudget,
  imageRegistry,
  pullSecrets,
  resources,
  rollOnNewClientSecret,
} from "../values.ts";

/** Secret with the key that sessions are encrypted with. */
export const cookieSecret = { name: "oauth2-proxy-cookie", key: "cookie-secret" } as const;

/**
 * Values of the chart oauth2-proxy 10.7.0.
 *
 * It stands beside the requests, not in their way: Envoy sends it each request without its body
 * (ext_authz) and lets through what it answers with 200. Whatever else it says goes to the browser: the
 * redirect to the login, and the cookie that comes back at `/oauth2/callback` of the same host.
 */
export function oauth2ProxyValues(config: Config, oidc: Oidc): HelmValues {
  const { addons, images, platform } = config;
  const size = platform.sizes["oauth2-proxy"];
  return {
    global: { ...imageRegistry(images), ...pullSecrets(images) },
    replicaCount: size.replicas,
    podDisruptionBudget: disruptionBudget(size),
    resources: resources(size),
    ...rollOnNewClientSecret(config),
    // It asks nothing of Kubernetes.
    serviceAccount: { automountServiceAccountToken: false },
    // The chart's Secret would hold the three of them as values; ours are in two Secrets of ours.
    proxyVarsAsSecrets: false,
    extraEnv: [
      { name: "OAUTH2_PROXY_CLIENT_ID", value: oidc.clientId },
      fromSecret("OAUTH2_PROXY_CLIENT_SECRET", oidc.clientSecretName, "client-secret"),
      fromSecret("OAUTH2_PROXY_COOKIE_SECRET", cookieSecret.name, cookieSecret.key),
    ],
    config: {
      // With this beginning a browser takes the cookie from this very host alone, and over TLS.
      cookieName: "__Host-msa_login",
      emailDomains: ["*"],
      // Envoy takes nothing but 200 for a yes.
      upstreams: ["static://200"],
    },
    extraArgs: options(oidc),
    metrics: { serviceMonitor: { enabled: addons.prometheus !== undefined } },
  };
}

/**
 * Options of oauth2-proxy 7.15. There is no cookie domain: each tool has a session of its own, which the
 * issuer gives without asking again, and no service under the same domain ever sees one.
 */
function options({ issuer }: Oidc): HelmValues {
  return {
    provider: "oidc",
    "oidc-issuer-url": issuer,
    scope: "openid email profile",
    "code-challenge-method": "S256",
    // No page with one button in between.
    "skip-provider-button": "true",
    // Host and client address are those that the gateway passes on.
    "reverse-proxy": "true",
    // Who it is, for the tool behind.
    "set-xauthrequest": "true",
    "cookie-secure": "true",
    "cookie-samesite": "lax",
    "cookie-expire": "12h",
    // Several tabs may be on their way to the login at once.
    "cookie-csrf-per-request": "true",
    "cookie-csrf-expire": "10m",
    // Nothing behind it needs the tokens, and they make a cookie too long for one header.
    "session-cookie-minimal": "true",
    "silence-ping-logging": "true",
  };
}

function fromSecret(name: string, secret: string, key: string) {
  return { name, valueFrom: { secretKeyRef: { name: secret, key } } };
}
