import type {
  Addon,
  AddonName,
  Config,
  ManagementToolName,
  NotificationTransports,
  Oidc,
} from "../../../config/model.ts";
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
  /** Ports of the repositories that Argo CD fetches from. */
  readonly chartPorts: readonly number[];
  /** Ports of the channels that messages leave by; empty when none is on. */
  readonly messagePorts: readonly number[];
  /** Ports of the OpenID Connect issuer; empty without one. */
  readonly oidcPorts: readonly number[];
  readonly redisPort: number;
}

/** The facts of an environment, from its configuration. */
export function networkFacts(config: Config): NetworkFacts {
  const { addons, tools, services, oidc, repositories, notifications } = config;
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
    chartPorts: ports([
      https,
      ...services.map(({ chart }) => chart.repository),
      ...repositories.map(({ url }) => url),
    ]),
    messagePorts: messagePorts(notifications.transports),
    oidcPorts: oidc === undefined ? [] : ports([oidc.issuer, ...addressesOf(oidc)]),
    redisPort: redis?.port ?? 6379,
  };
}

function addressesOf({ endpoints }: Oidc): string[] {
  return endpoints === undefined ? [] : Object.values<string>({ ...endpoints });
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

const portsOfSchemes: Readonly<Record<string, number>> = { "http:": 80, "ssh:": 22 };

function ports(urls: readonly string[]): number[] {
  return sorted(urls.map(portOf));
}

function portOf(text: string): number {
  // Git's short form, `git@example.org:team/repository`, is no URL.
  if (!text.includes("://")) return 22;
  const { port, protocol } = new URL(text);
  return port === "" ? (portsOfSchemes[protocol] ?? 443) : Number(port);
}

function messagePorts({ slack, email, teams }: NotificationTransports): number[] {
  return sorted([
    ...(slack === undefined ? [] : [portOf(slack.apiUrl)]),
    ...(email === undefined ? [] : [email.port]),
    // A Workflow's address is https; the one for Power Platform names its port, 443.
    ...(teams.length === 0 ? [] : [443]),
  ]);
}

function sorted(numbers: readonly number[]): number[] {
  return [...new Set(numbers)].sort((a, b) => a - b);
}
