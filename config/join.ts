import { deepJoin } from "./deep-join.ts";
import type { Addons, Config, Profile, Service } from "./model.ts";
import { quotaOf } from "./quota.ts";
import type { Parsed } from "./schema/keys.ts";

/** Name of the platform's own service chart. */
const platformChart = "microservice";

type Entry = Parsed["services"][string];
type CatalogueEntry = Parsed["catalogue"][string];

/** Joins what has been found valid; nothing here can fail. */
export function join(parsed: Parsed): Config {
  const { environment, branch, domain, hostSuffix, registry, namespace, cluster } = parsed;
  const services = joinServices(parsed);
  const addons = joinAddons(parsed.addons);
  return {
    environment,
    branch,
    domain,
    hostSuffix,
    registry,
    namespace,
    cluster,
    platform: parsed.platform ?? { owner: environment },
    addons,
    profile: joinProfile(parsed.profile, {}),
    quota: quotaOf(services, addons.istio !== undefined),
    sync: parsed.sync,
    awaitHealthy: parsed.awaitHealthy,
    adopt: parsed.adopt,
    services,
  };
}

/** By name: the engine does not keep the order of a file's keys, and every reader must see one order. */
function joinServices(parsed: Parsed): readonly Service[] {
  const entries = new Map(Object.entries(parsed.services));
  return Object.entries(parsed.catalogue)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([name, catalogued]) => {
      const entry = entries.get(name);
      return entry === undefined ? [] : [joinService(name, catalogued, entry, parsed)];
    });
}

function joinService(
  name: string,
  catalogued: CatalogueEntry,
  entry: Entry,
  parsed: Parsed,
): Service {
  const { team, description, port, paths, callers } = catalogued;
  return {
    name,
    applicationName: `${name}-${parsed.environment}`,
    description,
    team,
    version: entry.version,
    image: {
      registry: parsed.registry,
      repository: catalogued.image ?? `msa/${name}`,
      tag: entry.version,
      ...(entry.digest === undefined ? {} : { digest: entry.digest }),
    },
    chart: chartOf(catalogued, parsed),
    usesPlatformChart: catalogued.chart === undefined,
    port,
    paths,
    host: `${name}${parsed.hostSuffix}.${parsed.domain}`,
    callers,
    profile: joinProfile(parsed.profile, entry.profile ?? {}),
    env: entry.env,
    values: deepJoin(catalogued.values, entry.values),
  };
}

function chartOf({ chart }: CatalogueEntry, { charts, chart: own }: Parsed): Service["chart"] {
  const { name, version, repository } = chart ?? {
    name: platformChart,
    version: own.version,
    repository: charts.services,
  };
  return { name, version, repository: (charts.mirror ?? repository).replace(/\/+$/, "") };
}

function joinProfile(
  environment: Parsed["profile"],
  exception: NonNullable<Entry["profile"]>,
): Profile {
  const joined = deepJoin(environment, exception) as Parsed["profile"];
  const { replicas, requests, limits, verticalAutoscaling, autoscaling } = joined;
  return {
    replicas,
    requests,
    limits,
    verticalAutoscaling,
    ...(autoscaling === undefined || autoscaling === false ? {} : { autoscaling }),
  };
}

/** `install` is false in every valid configuration until installing exists. */
const install = false;

function joinAddons({
  argoCd,
  istio,
  prometheus,
  verticalPodAutoscaler,
}: Parsed["addons"]): Addons {
  const { namespace, gateway, gatewayNamespace } = istio;
  return {
    argoCd: { install, namespace: argoCd.namespace },
    ...(istio.enabled ? { istio: { install, namespace, gateway, gatewayNamespace } } : {}),
    ...(prometheus.enabled ? { prometheus: { install, namespace: prometheus.namespace } } : {}),
    ...(verticalPodAutoscaler.enabled ? { verticalPodAutoscaler: { install } } : {}),
  };
}
