import type { Config, ManagementTool } from "../../config/model.ts";

/** A host that the gateway serves, and the namespace whose routes count for it. */
export interface GatewayHost {
  readonly host: string;
  readonly namespace: string;
}

/**
 * The tools that this stack routes: only the owner's, and never one that nobody guards. What the
 * configuration says is not believed alone, since a mistake there would leave a tool open to everybody.
 */
export function routedTools({
  platform,
  tools,
  addons,
}: Pick<Config, "platform" | "tools" | "addons">): readonly ManagementTool[] {
  if (!platform.isOwn) return [];
  return tools.filter(
    ({ routed, login }) =>
      routed && (login === "own" || (login === "oauth2-proxy" && addons.oauth2Proxy !== undefined)),
  );
}

/** Every host of this environment: of its services, and of the tools if the platform is its own. */
export function gatewayHosts(
  config: Pick<Config, "platform" | "tools" | "addons" | "services" | "namespace">,
  gatewayNamespace: string,
): readonly GatewayHost[] {
  return [
    ...config.services.map(({ host }) => ({ host, namespace: config.namespace })),
    ...routedTools(config).map(({ host }) => ({ host, namespace: gatewayNamespace })),
  ];
}

/** A host as requests may name it, with and without a port, for a policy. */
export function withPorts(host: string): readonly string[] {
  return [host, `${host}:*`];
}
