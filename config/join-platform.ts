import { isOfKubernetes, placesIn } from "./checks/namespaces.ts";
import { chartLock } from "./chart-lock.ts";
import { deepJoin } from "./deep-join.ts";
import type { ConfigInput } from "./input.ts";
import { isEnvironment } from "./environments.ts";
import type { Config } from "./model.ts";
import { platformReleases, type Platform, type WorkloadSize } from "./platform-model.ts";
import { platformSizes } from "./platform-sizes.ts";
import { valueAt } from "./problem.ts";
import { ownNamespace, type Parsed } from "./schema/keys.ts";
import { labelFault } from "./schema/names.ts";

/** The platform this stack uses; what its owner has decided is taken from the owner's configuration. */
export function joinPlatform(
  parsed: Parsed,
  siblings: readonly ConfigInput[],
  owner: Config | undefined,
): Platform {
  if (owner !== undefined) {
    return { ...owner.platform, isOwn: false };
  }
  const { environment, namespace, charts, platform, addons } = parsed;
  const { argoCd, prometheus } = addons;
  return {
    owner: environment,
    isOwn: true,
    tellsEvents: argoCd.install && prometheus.enabled && prometheus.install,
    environments: [{ name: environment, namespace }, ...tenants(parsed, siblings)].sort((a, b) =>
      a.name < b.name ? -1 : 1,
    ),
    sizes: joinSizes(platform),
    ...(platform.storageClass !== undefined && { storageClass: platform.storageClass }),
    charts: Object.fromEntries(
      platformReleases.map((release) => [release, chartOf(release, charts.mirror)]),
    ) as Platform["charts"],
    values: platform.values,
  };
}

/**
 * Environments whose file says that they use this platform, each with a namespace of its own. One
 * without is refused when it is parsed itself, and must not be taken for one until then.
 */
function tenants({ environment, namespace, addons }: Parsed, siblings: readonly ConfigInput[]) {
  const taken = new Set([namespace, ...placesIn(addons).map((place) => place.namespace)]);
  return siblings.flatMap(({ stack, values }) => {
    const isTenant = valueAt(values[`${ownNamespace}:platform`], ["owner"]) === environment;
    const theirs = values[`${ownNamespace}:namespace`];
    if (!isTenant || !isEnvironment(stack) || typeof theirs !== "string") return [];
    if (labelFault(theirs) !== undefined || isOfKubernetes(theirs) || taken.has(theirs)) return [];
    taken.add(theirs);
    return [{ name: stack, namespace: theirs }];
  });
}

function chartOf(release: keyof typeof chartLock, mirror: string | undefined) {
  const { name, version, repository } = chartLock[release];
  return { name, version, repository: (mirror ?? repository).replace(/\/+$/, "") };
}

function joinSizes({ size, sizes }: Parsed["platform"]): Platform["sizes"] {
  const preset = platformSizes[size];
  const joined = Object.entries(preset).map(([workload, base]) => {
    const own = sizes[workload as keyof typeof preset] ?? {};
    return [workload, withoutFalse(deepJoin({ ...base }, own))];
  });
  return Object.fromEntries(joined) as Platform["sizes"];
}

/** `autoscaling: false` and `storage: false` take away what the preset has. */
function withoutFalse(size: Readonly<Record<string, unknown>>): WorkloadSize {
  return Object.fromEntries(
    Object.entries(size).filter(([, value]) => value !== false),
  ) as unknown as WorkloadSize;
}
