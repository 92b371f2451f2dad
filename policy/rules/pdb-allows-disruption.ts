import type { Finding } from "../finding.ts";
import { leastPods } from "../model/autoscaler.ts";
import { disruptionBudgets, holdsFor } from "../model/disruption-budget.ts";
import { inObject } from "../model/in-object.ts";
import { at } from "../model/read.ts";
import type { Stack } from "../model/stack.ts";
import type { Subject } from "../model/subject.ts";
import { hasReplicas, workloads } from "../model/workload.ts";
import { levels, rule } from "../rule.ts";

export const pdbAllowsDisruption = rule({
  name: "pdb-allows-disruption",
  family: "availability",
  description: "A PodDisruptionBudget names one bound, and lets at least one pod go.",
  reason: "A budget that lets no pod go blocks every node upgrade until somebody deletes it.",
  levels: levels.always,
  remediation: "Set maxUnavailable to 1 and leave minAvailable out.",
  references: [
    "KubeLinter pdb-min-available, pdb-max-unavailable",
    "Polaris pdbDisruptionsIsZero",
    "Kyverno pdb-minavailable, pdb-maxunavailable",
    "Gatekeeper poddisruptionbudget",
    "Pulumi kubernetes-policy-v1-poddisruptionbudget-disallow-zero-voluntary-disruption",
  ],
  scope: "stack",
  check: (stack) => disruptionBudgets(stack).flatMap((budget) => faults(stack, budget)),
});

function faults(stack: Stack, budget: Subject): readonly Finding[] {
  const least = at(budget.object, "spec.minAvailable");
  const most = at(budget.object, "spec.maxUnavailable");
  if ((least === undefined) === (most === undefined)) {
    const actual = least === undefined ? "without a bound" : "with two bounds";
    return [inObject(budget, "spec", "minAvailable or maxUnavailable", { actual })];
  }
  if (most !== undefined) {
    return allowed(most) > 0 ? [] : [inObject(budget, "spec.maxUnavailable", "at least 1")];
  }
  const pods = workloads(stack)
    .filter(hasReplicas)
    .filter((workload) => holdsFor(budget, workload))
    .map((workload) => leastPods(stack, workload));
  const fewest = pods.length === 0 ? undefined : Math.min(...pods);
  if (fewest === undefined || needed(least, fewest) < fewest) return [];
  return [inObject(budget, "spec.minAvailable", `less than the ${fewest} pods that always run`)];
}

/** A number, or the number of a percentage; what is neither allows nothing. */
function allowed(bound: unknown): number {
  if (typeof bound === "number") return bound;
  return typeof bound === "string" ? Number.parseFloat(bound) || 0 : 0;
}

/** Pods that a lower bound keeps; a percentage is rounded up, as Kubernetes does. */
function needed(bound: unknown, pods: number): number {
  if (typeof bound !== "string") return typeof bound === "number" ? bound : 0;
  const percent = Number.parseFloat(bound);
  return Number.isNaN(percent) ? pods : Math.ceil((percent / 100) * pods);
}
