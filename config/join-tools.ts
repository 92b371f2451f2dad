import type { Addon, Addons, ManagementTool, ManagementToolName } from "./platform-model.ts";

interface ToolFacts {
  readonly name: ManagementToolName;
  readonly addon: Addon | undefined;
  /** Whether the tool asks for a login by itself. */
  readonly hasLogin: boolean;
  readonly service: string;
  readonly port: number;
}

/** The Services as the platform's charts name them; another one's are not known. */
function toolFacts(addons: Addons): readonly ToolFacts[] {
  return [
    { name: "argo", addon: addons.argoCd, hasLogin: true, service: "argocd-server", port: 80 },
    { name: "grafana", addon: addons.grafana, hasLogin: true, service: "grafana", port: 80 },
    { name: "jaeger", addon: addons.jaeger, hasLogin: false, service: "jaeger", port: 16686 },
    { name: "k8s", addon: addons.dashboard, hasLogin: false, service: "headlamp", port: 80 },
    {
      name: "prometheus",
      addon: addons.prometheus,
      hasLogin: false,
      service: "prometheus-prometheus",
      port: 9090,
    },
  ];
}

/**
 * The platform's tools for people. One that has no login of its own is routed only with oauth2-proxy
 * in front of it, and none without a gateway.
 *
 * @param addons those of the stack that owns the platform.
 */
export function joinTools(
  addons: Addons,
  { hostSuffix, domain }: { readonly hostSuffix: string; readonly domain: string },
): readonly ManagementTool[] {
  const hasGateway = addons.istio?.makesGateway === true;
  return toolFacts(addons).flatMap(({ name, addon, hasLogin, service, port }) => {
    if (addon?.install !== true) return [];
    const guarded = addons.oauth2Proxy === undefined ? "none" : "oauth2-proxy";
    const login = hasLogin ? "own" : guarded;
    return [
      {
        name,
        host: `${name}${hostSuffix}.${domain}`,
        login,
        routed: hasGateway && login !== "none",
        service: { name: service, namespace: addon.namespace, port },
      },
    ];
  });
}
