import { disruptionBudgets } from "../model/disruption-budget.ts";
import { inObject } from "../model/in-object.ts";
import { textAt } from "../model/read.ts";
import { isService } from "../model/stack.ts";
import { rule } from "../rule.ts";

export const pdbUnhealthyEviction = rule({
  name: "pdb-unhealthy-eviction",
  family: "availability",
  description: "A service's PodDisruptionBudget lets go of pods that are not healthy anyway.",
  reason: "Otherwise pods that crash keep their node from being drained, for ever.",
  levels: { development: "off", staging: "advisory", production: "advisory" },
  remediation: "Set spec.unhealthyPodEvictionPolicy to AlwaysAllow.",
  references: ["KubeLinter pdb-unhealthy-pod-eviction-policy"],
  scope: "object",
  check: (stack) =>
    disruptionBudgets(stack)
      .filter((budget) => isService(stack, budget))
      .filter(({ object }) => textAt(object, "spec.unhealthyPodEvictionPolicy") !== "AlwaysAllow")
      .map((budget) => inObject(budget, "spec.unhealthyPodEvictionPolicy", "AlwaysAllow")),
});
