import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";

import type { Config, Environment } from "../../config/model.ts";
import { CliError } from "../errors.ts";
import { git, type Repository } from "../git.ts";
import type { ApplicationObject } from "../status/objects.ts";
import { isSettled } from "../status/settled.ts";
import { catalogueIn, entryOf, servicesIn } from "./entry.ts";
import { writeVerified, type VerifiedService } from "./verified.ts";

/** The tag of what was verified, or why there is none. */
export type Kept = { readonly tag: string } | { readonly missing: string };

/** What was found in an environment after a delivery. */
export interface Found {
  readonly environment: Environment;
  readonly config: Config;
  readonly live: { readonly applications: readonly ApplicationObject[] };
  /** What was looked at, in words. */
  readonly checks: readonly string[];
}

/**
 * Records what runs as declared now, all services together. A service that is not Synced and Healthy
 * with what is declared is left out. That a record cannot be made fails nothing: the delivery is done.
 */
export async function keepVerified(
  repository: Repository,
  { environment, config, live, checks }: Found,
  options: { readonly push: boolean },
): Promise<Kept> {
  try {
    const commit = await git(repository.root, ["rev-parse", "HEAD"], repository.env);
    const services = servicesOf(repository, config, live.applications);
    const time = new Date().toISOString();
    const chart = config.services.find((each) => each.usesPlatformChart)?.chart.version ?? "";
    const set = { environment, time, commit, chart, services, checks };
    return { tag: (await writeVerified(repository, set, options)).tag };
  } catch (error) {
    if (!(error instanceof CliError)) throw error;
    return { missing: error.message };
  }
}

function servicesOf(
  { root }: Repository,
  { environment, services }: Config,
  applications: readonly ApplicationObject[],
): Record<string, VerifiedService> {
  const read = (file: string) => readFileSync(join(root, file), "utf8");
  const parsed = {
    services: servicesIn(read(`Pulumi.${environment}.yaml`)),
    catalogue: catalogueIn(read("Pulumi.yaml")),
  };
  const found = services.flatMap(({ name, version, image, chart, applicationName }) => {
    const live = applications.find(({ metadata }) => metadata.name === applicationName);
    const entry = entryOf(parsed, name);
    if (live === undefined || entry === undefined || !isSettled(live)) return [];
    const { digest } = image;
    const facts = {
      version,
      ...(digest !== undefined && { digest }),
      chart: `${chart.name} ${chart.version}`,
      values: hashOf(live.spec.source.helm?.valuesObject),
      entry,
    };
    return [[name, facts] as const];
  });
  return Object.fromEntries(found);
}

/** SHA-256 of plain values, whatever the order of their keys. */
function hashOf(values: unknown): string {
  return createHash("sha256")
    .update(JSON.stringify(ordered(values ?? {})))
    .digest("hex");
}

function ordered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(ordered);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, each]) => [key, ordered(each)]));
}
