import { join } from "node:path";

import type { Config, Environment } from "../../config/model.ts";
import type { Failure, LiveReport, LiveService } from "../../report/live.ts";
import { plainProgress, type Progress } from "../../toolchain/progress.ts";
import { planDelivery } from "../delivered/plan.ts";
import { kubeConfigFor } from "../kube.ts";
import { root } from "../paths.ts";
import { configOf } from "../stack-config.ts";
import type { LiveObjects } from "../status/objects.ts";
import { readLive } from "../status/read-live.ts";
import { statusOf } from "../status/status.ts";
import { findTarget, type Target, type TargetOptions } from "../target.ts";
import { forPerson } from "../user-errors.ts";

/** What is asked of the engine and of the cluster; tests answer in their place. */
export interface LiveSources {
  readonly find: typeof findTarget;
  readonly plan: typeof planDelivery;
  readonly read: typeof readLive;
}

const real: LiveSources = { find: findTarget, plan: planDelivery, read: readLive };
const silent = plainProgress({ write: () => undefined });

/**
 * What the real engine would do with the working tree, held to the policies, and what Argo CD runs now. Nothing is changed.
 *
 * Whatever cannot be had, such as a cluster or a login, is said in its part: the report itself does not
 * depend on it.
 */
export async function liveOf(
  environment: Environment,
  options: TargetOptions,
  { find, plan, read }: LiveSources = real,
  progress: Progress = silent,
): Promise<LiveReport> {
  const target = await known(() => find(environment, options));
  if ("failure" in target) return { environment, engine: target, argoCd: target };
  const [engine, argoCd] = await Promise.all([
    known(async () => {
      const { same, lines } = await plan(target, [], progress, {
        policyPacks: [join(root, "policy")],
      });
      return { same, lines };
    }),
    known(() => servicesOn(target, read)),
  ]);
  return { environment, context: target.context, engine, argoCd };
}

async function servicesOn(
  target: Target,
  read: LiveSources["read"],
): Promise<readonly LiveService[]> {
  const config = configOf(target.environment);
  const { addons, namespace } = config;
  const live = await read(kubeConfigFor(target), {
    argoNamespace: addons.argoCd.namespace,
    namespace,
  });
  return liveServices(config, live);
}

/** What is declared beside what is there; what is there and no longer declared comes last. */
export function liveServices(
  config: Pick<Config, "environment" | "services">,
  live: LiveObjects,
): LiveService[] {
  const declared = config.services;
  const rows = statusOf(config, live).map(({ service, version, sync, health }) => ({
    service,
    declared: declared.find(({ name }) => name === service)?.version ?? "",
    running: sync === "Missing" ? "nothing" : version,
    sync,
    health,
  }));
  const names = new Set(declared.map(({ applicationName }) => applicationName));
  const others = live.applications.filter(
    ({ metadata }) =>
      metadata.labels?.["msa-gitops/stack"] === config.environment && !names.has(metadata.name),
  );
  return [...rows, ...others.map((each) => undeclared(each, config.environment))];
}

function undeclared(
  { metadata, spec, status }: LiveObjects["applications"][number],
  environment: string,
): LiveService {
  const values = spec.source.helm?.valuesObject as
    { readonly image?: { readonly tag?: string } } | undefined;
  return {
    service: metadata.name.replace(new RegExp(`-${environment}$`), ""),
    running: values?.image?.tag ?? "an unknown version",
    sync: status?.sync?.status ?? "Unknown",
    health: status?.health?.status ?? "Unknown",
  };
}

/** An answer, or why there is none. A defect of ours is still one. */
async function known<T>(ask: () => Promise<T>): Promise<T | Failure> {
  try {
    return await ask();
  } catch (error) {
    const told = forPerson(error);
    // Libraries of clouds and of Kubernetes have errors of their own; a missing login is one of them.
    if (told === undefined && !(error instanceof Error)) throw error;
    return { failure: told?.message ?? (error as Error).message };
  }
}
