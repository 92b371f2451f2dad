import { deepJoin } from "./deep-join.ts";
import { joinAccess, joinSync } from "./join-access.ts";
import { joinAddons } from "./join-addons.ts";
import { joinNotifications, planNotifications } from "./join-notifications.ts";
import { joinOidc } from "./join-oidc.ts";
import { joinPlatform } from "./join-platform.ts";
import {
  joinRegistryLogin,
  joinRepositories,
  joinSecrets,
  joinServiceSecrets,
  secretsRevisionOf,
} from "./join-secrets.ts";
import { joinTools } from "./join-tools.ts";
import type { ConfigInput } from "./input.ts";
import type { Cache, Config, Profile, Service } from "./model.ts";
import { offFeatures } from "./off.ts";
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
  /** Names that have a value under `msa:secrets`; the values are not known here. */
  readonly secretNames: readonly string[];
}

/** Joins what has been found valid; nothing here can fail. */
export function join(parsed: Parsed, surroundings: Surroundings): Config {
  const { siblings, owner } = surroundings;
  const { environment, branch, domain, hostSuffix, registry, namespace, cluster } = parsed;
  const services = joinServices(parsed, new Set(surroundings.secretNames));
  const addons = joinAddons(parsed, owner);
  const oidc = owner === undefined ? joinOidc(parsed) : owner.oidc;
  const platform = joinPlatform(parsed, siblings, owner);
  const registryLogin = joinRegistryLogin(parsed);
  const own = {
    environment,
    services,
    addons,
    access: joinAccess(parsed, owner),
    ...joinMessages(parsed, platform, surroundings),
    ...(oidc !== undefined && { oidc }),
  };
  return {
    ...own,
    branch,
    domain,
    hostSuffix,
    registry,
    namespace,
    cluster,
    platform,
    images: joinImages(parsed.images),
    tools: owner?.tools ?? joinTools(addons, { hostSuffix, domain }),
    profile: joinProfile(parsed.profile, {}),
    quota: quotaOf(services, addons.istio !== undefined),
    sync: joinSync(parsed),
    rollout: parsed.rollout,
    verify: { image: parsed.verify.image ?? nodeImage(parsed.images) },
    ...(registryLogin !== undefined && { registryLogin }),
    repositories: joinRepositories(parsed),
    off: offFeatures(own, owner ?? own),
    awaitHealthy: parsed.awaitHealthy,
    adopt: parsed.adopt,
  };
}

/** Secrets and messages: who is told decides which credentials there are, and these who really is. */
function joinMessages(
  parsed: Parsed,
  { environments }: Config["platform"],
  { siblings, owner, secretNames }: Surroundings,
): Pick<Config, "secrets" | "notifications"> {
  const set = new Set(secretNames);
  if (owner !== undefined) {
    return { secrets: joinSecrets({ parsed, set }), notifications: owner.notifications };
  }
  const plan = planNotifications(parsed, environments, siblings);
  const { enabled, install } = parsed.addons.prometheus;
  return {
    secrets: joinSecrets({ parsed, set, channels: plan.needs }),
    notifications: joinNotifications(parsed, plan, { set, isSent: enabled && install }),
  };
}

/** By name: the engine does not keep the order of a file's keys, and every reader must see one order. */
function joinServices(parsed: Parsed, set: ReadonlySet<string>): readonly Service[] {
  const entries = new Map(Object.entries(parsed.services));
  const nothing: Entry = { env: {}, values: {} };
  return Object.entries(parsed.catalogue)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([name, catalogued]) => {
      const entry = entries.get(name) ?? nothing;
      const version = entry.version ?? catalogued.version;
      // A service that has none is found by the checks before.
      if (version === undefined) return [];
      return [joinService({ name, catalogued, entry, version }, parsed, set)];
    });
}

/** A service's name and both of its entries. */
interface Named {
  readonly name: string;
  readonly catalogued: CatalogueEntry;
  readonly entry: Entry;
  /** The entry's, else the catalogue's. */
  readonly version: string;
}

function joinService(
  { name, catalogued, entry, version }: Named,
  parsed: Parsed,
  set: ReadonlySet<string>,
): Service {
  const { team, description, port, paths, apiTests, callers } = catalogued;
  return {
    name,
    applicationName: `${name}-${parsed.environment}`,
    description,
    team,
    version,
    image: {
      registry: parsed.registry,
      repository: catalogued.image ?? `msa/${name}`,
      tag: version,
      ...(entry.digest === undefined ? {} : { digest: entry.digest }),
    },
    chart: chartOf(catalogued, parsed),
    usesPlatformChart: catalogued.chart === undefined,
    port,
    paths,
    apiTests,
    host: `${name}${parsed.hostSuffix}.${parsed.domain}`,
    callers,
    // Environments on one cluster share its Redis.
    ...joinTraffic(`${parsed.environment}:${name}`, catalogued),
    profile: joinProfile(parsed.profile, entry.profile ?? {}),
    secrets: joinServiceSecrets(name, catalogued, set),
    secretsRevision: secretsRevisionOf(name, catalogued, parsed),
    env: entry.env,
    values: deepJoin(catalogued.values, entry.values),
    ...(entry.hold !== undefined && { hold: entry.hold }),
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

/** The Node that this project itself runs on (package.json). */
function nodeImage({ mirror }: Parsed["images"]): string {
  return `${mirror ?? "docker.io"}/library/node:24.21.0-alpine`;
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
