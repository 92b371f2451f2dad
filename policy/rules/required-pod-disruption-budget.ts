import { leastPods } from "../model/autoscaler.ts";
import { budgetsOf } from "../model/disruption-budget.ts";
import { inObject } from "../model/in-object.ts";
import { hasReplicas, workloads } from "../model/workload.ts";
import { rule } from "../rule.ts";

export const requiredPodDisruptionBudget = rule({
  name: "required-pod-disruption-budget",
  family: "availability",
  description: "A workload with two pods or more has a PodDisruptionBudget that selects them.",
  reason: "Without one, draining nodes may take all of its pods at once.",
  levels: { development: "off", staging: "advisory", production: "mandatory" },
  remediation: "Add a PodDisruptionBudget for its pods.",
  references: [
    "Kyverno require-pdb",
    "Polaris missingPodDisruptionBudget",
    "kube-score deployment-has-poddisruptionbudget",
  ],
  scope: "stack",
  check: (stack) =>
    workloads(stack)
      .filter(hasReplicas)
      .filter((workload) => leastPods(stack, workload) >= 2)
      .filter((workload) => budgetsOf(stack, workload).length === 0)
      .map(({ subject }) =>
        inObject(subject, "metadata.name", "selected by a PodDisruptionBudget", {
          actual: "selected by none",
        }),
      ),
});
