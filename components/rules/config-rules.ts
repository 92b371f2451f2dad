import type { Config } from "../../config/model.ts";
import { toolUrl } from "../addons/values.ts";
import type { PlatformContext } from "../platform/context.ts";
import { platformRules, type PlatformRulesArgs } from "./platform-rules.ts";
import type { PrometheusRulesArgs } from "./prometheus-rules.ts";
import { serviceRules } from "./service-rules.ts";

/** Rules about an environment's services as a whole; they lie beside the services. */
export function serviceRulesArgs({ config, refuseForeign }: PlatformContext): PrometheusRulesArgs {
  const { environment, namespace, domain, services, addons } = config;
  const grafanaUrl = toolUrl(config, "grafana");
  const argoUrl = toolUrl(config, "argo");
  const links = {
    argoNamespace: addons.argoCd.namespace,
    ...(grafanaUrl !== undefined && { grafanaUrl }),
    ...(argoUrl !== undefined && { argoUrl }),
  };
  return {
    name: "msa-services",
    namespace,
    stack: environment,
    groups: serviceRules({ environment, namespace, domain, services, links }),
    refuseForeign,
  };
}

/** Rules about the platform itself; they lie beside Prometheus. */
export function platformRulesArgs({ config, refuseForeign }: PlatformContext): PrometheusRulesArgs {
  return {
    name: "msa-platform",
    namespace: config.addons.prometheus?.namespace ?? "",
    stack: config.environment,
    groups: platformRules(watched(config)),
    refuseForeign,
  };
}

/** What of the platform is there to be watched. */
function watched({ environment, domain, addons }: Config): PlatformRulesArgs {
  const { argoCd, prometheus, istio, certManager, redis, jaeger } = addons;
  return {
    environment,
    domain,
    argoNamespace: argoCd.namespace,
    monitoringNamespace: prometheus?.namespace ?? "",
    ...(istio !== undefined && { istioNamespace: istio.namespace }),
    ...(istio?.makesGateway === true && {
      gateway: { namespace: istio.gatewayNamespace, deployment: "istio-ingress" },
    }),
    ...(certManager !== undefined && { certManagerNamespace: certManager.namespace }),
    ...(redis !== undefined && { redisNamespace: redis.namespace }),
    ...(jaeger !== undefined && {
      tracing: { namespace: jaeger.namespace, deployment: "jaeger" },
    }),
  };
}
