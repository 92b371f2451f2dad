import type { PlatformRulesArgs } from "../../components/rules/platform-rules.ts";
import type { ServiceRulesArgs } from "../../components/rules/service-rules.ts";

/** Production as the samples have it. */
export const serviceFacts: ServiceRulesArgs = {
  environment: "production",
  namespace: "microservices",
  domain: "jclee.me",
  services: [
    { name: "user-service", team: "accounts" },
    { name: "product-service", team: "shop" },
    { name: "order-service", team: "shop" },
  ],
  links: {
    grafanaUrl: "https://grafana.jclee.me",
    argoUrl: "https://argo.jclee.me",
    argoNamespace: "argocd",
  },
};

/** A platform with everything in it. */
export const platformFacts: PlatformRulesArgs = {
  environment: "production",
  domain: "jclee.me",
  argoNamespace: "argocd",
  monitoringNamespace: "monitoring",
  istioNamespace: "istio-system",
  gateway: { namespace: "istio-ingress", deployment: "istio-ingress" },
  certManagerNamespace: "cert-manager",
  redisNamespace: "redis",
  tracing: { namespace: "tracing", deployment: "jaeger" },
};
