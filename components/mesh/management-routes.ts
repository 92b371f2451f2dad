import * as pulumi from "@pulumi/pulumi";

import type { Istio, ManagementTool } from "../../config/model.ts";
import { AuthorizationPolicy } from "../custom-resources/authorization-policy.ts";
import { VirtualService, type HttpRoute } from "../custom-resources/virtual-service.ts";
import type { PlatformContext } from "../platform/context.ts";
import { routedTools, withPorts } from "./hosts.ts";
import { gatewayOf, ingressPods } from "./ingress.ts";
import { loginHost, loginPort, loginProvider } from "./mesh-config.ts";
import { metadataOf, ownedBy } from "./mesh-object.ts";

/** What oauth2-proxy serves itself: the start of a login, and where it comes back to. */
const loginPaths = "/oauth2/";

/**
 * The way from the gateway to the platform's tools, and the login in front of those that have none.
 *
 * For the owner of a platform that makes its own Gateway.
 */
export class ManagementRoutes extends pulumi.ComponentResource {
  constructor(name: string, context: PlatformContext, opts?: pulumi.ComponentResourceOptions) {
    super("msa:mesh:ManagementRoutes", name, {}, opts);
    const { istio, oauth2Proxy } = context.config.addons;
    if (istio?.makesGateway === true) {
      const tools = routedTools(context.config);
      const guarded = tools.filter(({ login }) => login === "oauth2-proxy");
      // Before any route: a tool must not be open for a moment.
      const guard = guarded.length > 0 ? this.makeGuard(name, istio, guarded, context) : undefined;
      for (const tool of tools) {
        this.makeRoute(`${name}-${tool.name}`, {
          tool,
          istio,
          context,
          ...(tool.login === "oauth2-proxy" && { loginNamespace: oauth2Proxy?.namespace }),
          ...(guard !== undefined && { after: guard }),
        });
      }
    }
    this.registerOutputs({});
  }

  /**
   * Asks oauth2-proxy about everything but its own paths. Those have a route to it and to nothing else,
   * and nothing leads to a tool from port 80; so what is left out here cannot reach one.
   */
  private makeGuard(
    name: string,
    istio: Istio,
    guarded: readonly ManagementTool[],
    context: PlatformContext,
  ): AuthorizationPolicy {
    return new AuthorizationPolicy(
      `${name}-login`,
      {
        metadata: metadataOf("management-login", gatewayOf(istio).namespace, context),
        spec: {
          selector: { matchLabels: ingressPods },
          action: "CUSTOM",
          provider: { name: loginProvider },
          rules: [
            {
              to: [
                {
                  operation: {
                    hosts: guarded.flatMap(({ host }) => withPorts(host)),
                    notPaths: [`${loginPaths}*`],
                    notPorts: ["80"],
                  },
                },
              ],
            },
          ],
        },
      },
      ownedBy(this, context),
    );
  }

  private makeRoute(
    name: string,
    {
      tool,
      istio,
      context,
      loginNamespace,
      after,
    }: {
      readonly tool: ManagementTool;
      readonly istio: Istio;
      readonly context: PlatformContext;
      readonly loginNamespace?: string | undefined;
      readonly after?: pulumi.Resource;
    },
  ): void {
    const { service } = tool;
    const toTool = { host: clusterHost(service), port: { number: service.port } };
    new VirtualService(
      name,
      {
        metadata: metadataOf(`management-${tool.name}`, gatewayOf(istio).namespace, context),
        spec: {
          hosts: [tool.host],
          gateways: [istio.gateway],
          exportTo: ["."],
          http: [
            ...(loginNamespace === undefined
              ? []
              : [
                  {
                    match: [{ uri: { prefix: loginPaths } }],
                    ...route("login", {
                      host: loginHost(loginNamespace),
                      port: { number: loginPort },
                    }),
                  },
                ]),
            route("tool", toTool),
          ],
        },
      },
      { ...ownedBy(this, context), ...(after !== undefined && { dependsOn: after }) },
    );
  }
}

function clusterHost({ name, namespace }: ManagementTool["service"]): string {
  return `${name}.${namespace}.svc.cluster.local`;
}

/** What these pages show is for who has logged in; no browser and no CDN is to keep it. */
function route(
  name: string,
  destination: { readonly host: string; readonly port: { readonly number: number } },
): HttpRoute {
  return {
    name,
    route: [{ destination }],
    headers: { response: { set: { "Cache-Control": "no-store" } } },
  };
}
