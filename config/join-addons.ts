import { asThere } from "./as-there.ts";
import type { Config } from "./model.ts";
import type { Addon, Addons, Issuer } from "./platform-model.ts";
import type { Parsed } from "./schema/keys.ts";

/** The add-ons as this stack sees them: its own, or those of the platform's owner as being there. */
export function joinAddons(parsed: Parsed, owner: Config | undefined): Addons {
  return owner === undefined ? ownAddons(parsed) : foreignAddons(owner.addons, parsed);
}

function ownAddons(parsed: Parsed): Addons {
  const { addons, registry, charts } = parsed;
  const { argoCd, istio, certManager, prometheus, redis, oauth2Proxy } = addons;
  const simple = {
    grafana: addons.grafana,
    jaeger: addons.jaeger,
    metricsServer: addons.metricsServer,
    verticalPodAutoscaler: addons.verticalPodAutoscaler,
    dashboard: addons.dashboard,
  };
  const used = Object.entries(simple).filter(([, { enabled }]) => enabled);
  return {
    argoCd: facts(argoCd),
    ...(istio.enabled && { istio: joinIstio(parsed) }),
    ...(certManager.enabled && {
      certManager: { ...facts(certManager), issuer: issuerOf(certManager.issuer) },
    }),
    ...(prometheus.enabled && {
      prometheus: { ...facts(prometheus), retention: prometheus.retention },
    }),
    ...Object.fromEntries(used.map(([name, addon]) => [name, facts(addon)])),
    ...(redis.enabled && {
      redis: {
        ...facts(redis),
        host: redis.host ?? `redis-leader.${redis.namespace}.svc.cluster.local`,
        port: redis.port,
      },
    }),
    ...(parsed.oidc !== undefined && oauth2Proxy.enabled && { oauth2Proxy: facts(oauth2Proxy) }),
    harbor: { url: addons.harbor.url ?? `https://${registry}` },
    chartMuseum: { url: addons.chartMuseum.url ?? charts.services },
  };
}

function facts({ install, namespace }: Addon): Addon {
  return { install, namespace };
}

function joinIstio({ addons: { istio }, environment }: Parsed): NonNullable<Addons["istio"]> {
  const { gateway, gatewayNamespace, tracingPercent, trustedProxies } = istio;
  // With a mesh that is there already nothing is known of the pods behind its gateway.
  const makesGateway = istio.install && gateway === undefined;
  const fallback = `${gatewayNamespace}/${makesGateway ? ownGateway(environment) : "msa-gateway"}`;
  return {
    ...facts(istio),
    gateway: gateway ?? fallback,
    makesGateway,
    gatewayNamespace,
    tracingPercent,
    trustedProxies,
  };
}

function ownGateway(environment: string): string {
  return `msa-${environment}`;
}

/** Everything is there already; only the gateway of this environment is its own. */
function foreignAddons(addons: Addons, { environment }: Parsed): Addons {
  const all = asThere(addons);
  const { istio } = all;
  if (istio?.makesGateway !== true) return all;
  const gateway = `${istio.gatewayNamespace}/${ownGateway(environment)}`;
  return { ...all, istio: { ...istio, gateway } };
}

function issuerOf(issuer: Parsed["addons"]["certManager"]["issuer"]): Issuer {
  const { acme, ca, existing } = issuer ?? {};
  if (acme !== undefined) {
    const { email, server, dns01 } = acme;
    return { kind: "acme", email, server, ...(dns01 !== undefined && { dns01 }) };
  }
  if (ca !== undefined) return { kind: "ca", secretName: ca.secretName };
  if (existing !== undefined) return { kind: "existing", name: existing.name };
  return { kind: "selfSigned" };
}
