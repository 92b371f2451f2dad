import type { AddonName, Addons, Environment, Platform } from "../../config/model.ts";
import { CliError } from "../errors.ts";
import { kubeConfigFor } from "../kube.ts";
import { addonsWithoutKinds, missingAddons } from "../preflight/cluster-kinds.ts";
import { describeFailure, timeoutMilliseconds } from "../preflight/fetch-failure.ts";
import { configOf } from "../stack-config.ts";
import { findTarget, NoClusterError, type TargetOptions } from "../target.ts";
import type { Check } from "./doctor.ts";

/**
 * What an environment needs to find outside itself: the add-ons that its stack does not install, on its
 * cluster, and the registry and the chart repository, seen from this machine. Changes nothing.
 */
export async function doctorPlatform(
  environment: Environment,
  options: TargetOptions,
): Promise<readonly Check[]> {
  const { addons } = configOf(environment);
  const [cluster, harbor, chartMuseum] = await Promise.all([
    clusterChecks(environment, options),
    reachable("harbor", addons.harbor.url),
    reachable("chartMuseum", addons.chartMuseum.url),
  ]);
  return [...cluster, harbor, chartMuseum];
}

async function clusterChecks(
  environment: Environment,
  options: TargetOptions,
): Promise<readonly Check[]> {
  const wanted = `on the cluster of ${environment}`;
  try {
    const target = await findTarget(environment, options);
    const { addons, platform } = configOf(environment, target.stackFile);
    const missing = await missingAddons(kubeConfigFor(target), addons);
    return expected(addons).map((addon) => {
      const kinds = missing.find((each) => each.addon === addon)?.kinds ?? [];
      const check = { name: `addons.${addon}`, wanted };
      if (kinds.length > 0) {
        const found = `missing: ${kinds.join(", ")}`;
        return { ...check, ok: false, found, fix: howToGet(addon, environment, platform) };
      }
      const found = addonsWithoutKinds.includes(addon) ? "has no kinds to look for" : "there";
      return { ...check, ok: true, found, fix: "" };
    });
  } catch (error) {
    if (!(error instanceof CliError)) throw error;
    const fix = error instanceof NoClusterError ? `make up ENV=${environment}` : "";
    return [{ name: "cluster", ok: false, wanted, found: error.message, fix }];
  }
}

/** What makes a missing add-on appear; that of a tenant comes with its owner's platform. */
function howToGet(addon: AddonName, environment: Environment, { owner, isOwn }: Platform): string {
  return isOwn
    ? `Install it there, or set addons.${addon}.install: true in Pulumi.${environment}.yaml.`
    : `Bring up the platform of ${owner}, which ${environment} uses.`;
}

/** Add-ons that must be there already. */
function expected(addons: Addons): readonly AddonName[] {
  return Object.entries(addons)
    .filter(([, addon]: [string, object]) => "install" in addon && addon.install === false)
    .map(([name]) => name as AddonName);
}

/** Any answer is a sign of life; what it says is for who logs in there. */
async function reachable(name: "harbor" | "chartMuseum", url: string): Promise<Check> {
  const check = { name: `addons.${name}`, wanted: url };
  try {
    const { status } = await fetch(url, {
      method: "HEAD",
      redirect: "manual",
      signal: AbortSignal.timeout(timeoutMilliseconds),
    });
    return { ...check, ok: true, found: `answers (HTTP ${status})`, fix: "" };
  } catch (error) {
    return {
      ...check,
      ok: false,
      found: `does not answer (${describeFailure(error)})`,
      fix: `Check the network, or correct addons.${name}.url.`,
    };
  }
}
