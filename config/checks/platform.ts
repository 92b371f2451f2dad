import type { ConfigInput } from "../input.ts";
import type { Config } from "../model.ts";
import { isMap, show, valueAt } from "../problem.ts";
import { ownNamespace } from "../schema/keys.ts";
import { all } from "../suggest.ts";
import type { Raw, Report } from "./findings.ts";
import type { Surroundings } from "./owner.ts";
import { checkList } from "./services.ts";

/**
 * What the platform's keys must hold together.
 *
 * @param surroundings `owner` is the configuration of the stack whose platform this one uses, if another.
 */
export function checkPlatform(
  raw: Raw,
  { self, siblings, owner, report }: Surroundings & { readonly owner: Config | undefined },
): void {
  if (owner !== undefined) checkNeighbours(raw, { self, siblings, owner, report });
  checkIssuer(raw, report);
  checkRedis(raw, report);
  checkRedisClients(raw, owner, report);
  checkList(valueAt(raw["images"], ["pullSecrets"]), ["images", "pullSecrets"], report);
}

/** Stacks on one cluster keep apart: each has a namespace and hosts of its own. */
function checkNeighbours(
  raw: Raw,
  { self, siblings, owner, report }: Surroundings & { readonly owner: Config },
): void {
  const neighbours = siblings.filter(
    (each) => each.stack === owner.environment || ownerNamedBy(each) === owner.environment,
  );
  const domain = self.values[`${ownNamespace}:domain`];
  for (const { stack, values } of neighbours) {
    const sameDomain = values[`${ownNamespace}:domain`] === domain;
    for (const key of sameDomain ? ["namespace", "hostSuffix"] : ["namespace"]) {
      const theirs = values[`${ownNamespace}:${key}`] ?? "";
      if (raw[key] === undefined || (raw[key] ?? "") !== theirs) continue;
      report(
        [key],
        `must differ from that of ${stack}, whose cluster it shares (found ${show(theirs)}). Choose another.`,
      );
    }
  }
}

function ownerNamedBy({ values }: ConfigInput): unknown {
  return valueAt(values[`${ownNamespace}:platform`], ["owner"]);
}

const issuers = ["acme", "ca", "existing", "selfSigned"];

function checkIssuer(raw: Raw, report: Report): void {
  const path = ["addons", "certManager", "issuer"];
  const fault = issuerFault(valueAt(raw["addons"], path.slice(1)));
  if (fault !== undefined) report(path, fault);
}

/** What is wrong with the number of issuers that `issuer` names; its shape is not looked at. */
export function issuerFault(issuer: unknown): string | undefined {
  if (!isMap(issuer)) return undefined;
  const found = issuers.filter((key) => issuer[key] !== undefined);
  // A misspelt one has been reported as such.
  if (found.length === 1 || (found.length === 0 && Object.keys(issuer).length > 0))
    return undefined;
  const [what, advice] = found.length === 0 ? ["none", "Add one."] : [all(found), "Keep one."];
  return `must be exactly one of ${all(issuers)} (found ${what}). ${advice}`;
}

/** Our own Redis is at the address that its chart gives it. */
function checkRedis(raw: Raw, report: Report): void {
  const redis = valueAt(raw["addons"], ["redis"]);
  if (!isMap(redis) || redis["install"] === false || redis["enabled"] === false) return;
  for (const key of ["host", "port"]) {
    if (redis[key] === undefined) continue;
    report(
      ["addons", "redis", key],
      `must not be set, since this stack installs Redis (found ${show(redis[key])}). ` +
        "Remove the line, or set install: false to use the one that is there.",
    );
  }
}

/** A service that is told to use a cache that nobody runs would only fail later. */
function checkRedisClients(raw: Raw, owner: Config | undefined, report: Report): void {
  const clients = redisClients(raw["catalogue"]);
  if (clients.length === 0) return;
  if (owner === undefined && valueAt(raw["addons"], ["redis", "enabled"]) === false) {
    report(
      ["addons", "redis", "enabled"],
      `must be true, since ${all(clients)} ${clients.length === 1 ? "keeps its" : "keep their"} ` +
        "cache there (found false). Remove the line, or cache.redis of the catalogue.",
    );
  }
  if (owner === undefined || owner.addons.redis !== undefined) return;
  for (const name of clients) {
    report(
      ["catalogue", name, "cache", "redis"],
      `must not be set, since the platform of ${owner.environment} has no Redis (found a map). ` +
        `Remove it, or addons.redis.enabled from Pulumi.${owner.environment}.yaml.`,
    );
  }
}

function redisClients(catalogue: unknown): readonly string[] {
  if (!isMap(catalogue)) return [];
  const isClient = ([, entry]: readonly [string, unknown]) =>
    valueAt(entry, ["cache", "redis"]) !== undefined;
  return Object.entries(catalogue)
    .filter(isClient)
    .map(([name]) => name)
    .sort();
}
