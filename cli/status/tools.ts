import type { Config } from "../../config/model.ts";

/** How a person opens one of the platform's tools. */
export interface ToolAccess {
  readonly environment: string;
  readonly name: string;
  /** Address behind the gateway; absent where the tool is not routed. */
  readonly url?: string;
  /** Command that leads to a tool which is not routed, since nobody would ask for a login there. */
  readonly portForward?: string;
  readonly login: "own" | "oauth2-proxy" | "none";
}

/** Port on this machine that each port-forward begins with; a Service's own may need root. */
const firstLocalPort = 8080;

/** The platform's tools of an environment, and how each is opened. */
export function toolAccess(config: Config, context: string): readonly ToolAccess[] {
  return config.tools.map(({ name, host, login, routed, service }, index) => ({
    environment: config.environment,
    name,
    login,
    ...(routed
      ? { url: `https://${host}` }
      : {
          portForward:
            `kubectl --context ${context} -n ${service.namespace} port-forward ` +
            `svc/${service.name} ${firstLocalPort + index}:${service.port}`,
        }),
  }));
}
