import { deepJoin } from "./deep-join.ts";
import { joinAddons } from "./join-addons.ts";
import { joinPlatform } from "./join-platform.ts";
import { joinTools } from "./join-tools.ts";
import type { ConfigInput } from "./input.ts";
import type { Cache, Config, Profile, Service } from "./model.ts";
import { quotaOf } from "./quota.ts";
import type { Parsed } from "./schema/keys.ts";

/** Name of the platform's own service chart. */
const platformChart = "microservice";

type Entry = Parsed["services"][string];
type CatalogueEntry = Parsed["catalogue"][string];

/** What a configuration is joined with besides its own values. */
export interface Surroundings {
  readonly siblings: readonly ConfigInput[];
  /** Configuration of the stack whose platform this one uses; absent when it has its own. */
  readonly owner: Config | undefined;
}

/** Joins what has been found valid; nothing here can fail. */
export function join(parsed: Parsed, { siblings, owner }: Surroundings): Config {
  const { environment, branch, domain, hostSuffix, registry, namespace, cluster } = parsed;
  const services = joinServices(parsed);
  const addons = joinAddons(parsed, owner);
  const oidc = owner === undefined ? parsed.oidc : owner.oidc;
  return {
    environment,
    branch,
    domain,
    hostSuffix,
    registry,
    namespace,
    cluster,
    platform: joinPlatform(parsed, siblings, owner),
    images: joinImages(parsed.images),
    addons,
    ...(oidc !== undefined && { oidc }),
    tools: owner?.tools ?? joinTools(addons, { hostSuffix, domain }),
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
    // Environments on one cluster share its Redis.
    ...joinTraffic(`${parsed.environment}:${name}`, catalogued),
    profile: joinProfile(parsed.profile, entry.profile ?? {}),
    env: entry.env,
    values: deepJoin(catalogued.values, entry.values),
  };
}

/** @param owner first part of the keys of a service that does not choose its own. */
function joinTraffic(
  owner: string,
  { cache, static: files, cors }: CatalogueEntry,
): Pick<Service, "cache" | "static" | "cors"> {
  return {
    ...(cache !== undefined && { cache: joinCache(owner, cache) }),
    ...(files !== undefined && { static: files }),
    ...(cors !== undefined && { cors }),
  };
}

function joinCache(owner: string, { memory, redis }: NonNullable<CatalogueEntry["cache"]>): Cache {
  return {
    ...(memory !== undefined && { memory }),
    ...(redis !== undefined && {
      redis: { prefix: redis.prefix ?? `${owner}:`, ttlSeconds: redis.ttlSeconds },
    }),
  };
}

function joinImages({ mirror, pullSecrets }: Parsed["images"]): Config["images"] {
  return { ...(mirror !== undefined && { mirror }), pullSecrets };
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
