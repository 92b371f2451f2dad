import type { Addon, AddonName, Config, ManagementToolName } from "../../../config/model.ts";
import type { Home } from "./workloads.ts";

/** What the paths of one environment depend on. */
export interface NetworkFacts {
  /** Namespaces of what is used; absent: not used. */
  readonly homes: Readonly<Partial<Record<Home, string>>>;
  /** Tools that the gateway leads to. */
  readonly routed: readonly ManagementToolName[];
  /** False when the gateway is somebody else's and the labels of its pods are not known. */
  readonly knowsGateway: boolean;
  /** True when certificates may come over ACME. */
  readonly usesAcme: boolean;
  /** Ports of the repositories that charts of services come from. */
  readonly chartPorts: readonly number[];
  /** Port of the OpenID Connect issuer; empty without one. */
  readonly oidcPorts: readonly number[];
  readonly redisPort: number;
}

/** The facts of an environment, from its configuration. */
export function networkFacts({ addons, tools, services, oidc }: Config): NetworkFacts {
  const { istio, certManager, redis } = addons;
  const issuer = certManager?.issuer.kind;
  return {
    homes: {
      ...Object.fromEntries(namedAddons(addons).map(([name, { namespace }]) => [name, namespace])),
      ...(istio !== undefined && { gateway: istio.gatewayNamespace }),
      dns: "kube-system",
    },
    routed: tools.filter(({ routed }) => routed).map(({ name }) => name),
    knowsGateway: istio?.makesGateway === true,
    usesAcme: issuer === "acme" || issuer === "existing",
    chartPorts: ports([https, ...services.map(({ chart }) => chart.repository)]),
    oidcPorts: oidc === undefined ? [] : ports([oidc.issuer]),
    redisPort: redis?.port ?? 6379,
  };
}

/** The add-ons that are used and have a namespace. */
export function namedAddons(addons: Config["addons"]): (readonly [AddonName, Addon])[] {
  const all: [string, Addon | { readonly url: string }][] = Object.entries({ ...addons });
  return all.flatMap(([name, addon]) =>
    "namespace" in addon ? [[name as AddonName, addon] as const] : [],
  );
}

/** Any address with the usual port: tenants' charts come from there too. */
const https = "https://charts.example";

function ports(urls: readonly string[]): number[] {
  const found = urls.map((text) => {
    const { port, protocol } = new URL(text);
    if (port !== "") return Number(port);
    return protocol === "http:" ? 80 : 443;
  });
  return [...new Set(found)].sort((a, b) => a - b);
}
