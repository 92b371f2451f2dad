import { deepJoin } from "../deep-join.ts";
import { missing } from "../missing.ts";
import { platformSizeNames, platformWorkloads, type PlatformWorkload } from "../platform-model.ts";
import { platformSizes } from "../platform-sizes.ts";
import { isMap, show, valueAt } from "../problem.ts";
import type { Raw, Report } from "./findings.ts";
import { checkSize } from "./profile.ts";

/** Redis Cluster elects a new master by the majority of at least three. */
const fewestShards = 3;

/** Workloads whose number of pods is not for anybody to choose, and why. */
const single: Readonly<Partial<Record<PlatformWorkload, string>>> = {
  exporters: "each runs once, or once on every node",
  grafana: "its data are one file",
  "istio-cni": "it runs once on every node",
  jaeger: "its data are on one volume",
  "prometheus-operator": "two would work against each other",
};

/** Each workload as it will be: its exception joined with the size of the platform. */
export function checkPlatformSizes(raw: Raw, report: Report): void {
  const name = valueAt(raw["platform"], ["size"]) ?? "small";
  const sizes = valueAt(raw["platform"], ["sizes"]);
  const preset = platformSizeNames.find((each) => each === name);
  if (preset === undefined || !isMap(sizes)) return;
  for (const workload of platformWorkloads) {
    const own = sizes[workload];
    if (!isMap(own)) continue;
    const path = ["platform", "sizes", workload];
    const joined = deepJoin({ ...platformSizes[preset][workload] }, own);
    checkMeaning(workload, own, report);
    checkSingle(workload, own["replicas"], report);
    checkSize({ joined, own, path, report });
    checkBothBounds(joined, workload, report);
  }
  checkShards(valueAt(sizes, ["redis", "replicas"]), report);
}

/** What no chart has a place for would have no effect. */
function checkMeaning(
  workload: PlatformWorkload,
  own: Readonly<Record<string, unknown>>,
  report: Report,
): void {
  const reasons = { autoscaling: "has no HorizontalPodAutoscaler", storage: "has no volume" };
  for (const [key, reason] of Object.entries(reasons)) {
    const value = own[key];
    if (value === undefined || value === false || has(workload, key)) continue;
    report(
      ["platform", "sizes", workload, key],
      `must not be set, since ${workload} ${reason} (found ${show(value)}). Remove the line.`,
    );
  }
}

function checkSingle(workload: PlatformWorkload, replicas: unknown, report: Report): void {
  const reason = single[workload];
  if (reason === undefined || typeof replicas !== "number" || replicas <= 1) return;
  report(
    ["platform", "sizes", workload, "replicas"],
    `must be 1, since ${reason} (found ${replicas}). Remove the line; raise requests and limits instead.`,
  );
}

function has(workload: PlatformWorkload, key: string): boolean {
  return Object.values(platformSizes).some((preset) => Object.hasOwn(preset[workload], key));
}

/** A size without autoscaling has no bound to take. */
function checkBothBounds(joined: unknown, workload: PlatformWorkload, report: Report): void {
  const autoscaling = valueAt(joined, ["autoscaling"]);
  if (!isMap(autoscaling) || !has(workload, "autoscaling")) return;
  for (const bound of ["min", "max"]) {
    if (autoscaling[bound] !== undefined) continue;
    const path = ["platform", "sizes", workload, "autoscaling", bound];
    const reason = "is missing, and the size of the platform has none to take.";
    report(path, missing(path).replace("is missing.", reason));
  }
}

function checkShards(replicas: unknown, report: Report): void {
  if (typeof replicas !== "number" || replicas >= fewestShards || replicas < 1) return;
  report(
    ["platform", "sizes", "redis", "replicas"],
    `must be at least ${fewestShards}, since Redis Cluster needs as many masters (found ${replicas}). ` +
      "Raise it, or remove the line.",
  );
}
