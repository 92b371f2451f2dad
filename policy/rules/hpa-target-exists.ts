import { autoscalers, targetOf } from "../model/autoscaler.ts";
import { inObject } from "../model/in-object.ts";
import { textAt } from "../model/read.ts";
import { workloads } from "../model/workload.ts";
import { levels, rule } from "../rule.ts";

/** Kinds an HPA may scale that are no workloads themselves. */
const scaledElsewhere = ["Rollout"];

export const hpaTargetExists = rule({
  name: "hpa-target-exists",
  family: "availability",
  description: "What an HPA scales exists, and no two HPAs scale the same.",
  reason: "An HPA with a wrong name is accepted and never scales anything; two of them fight.",
  levels: levels.always,
  remediation: "Name an existing workload in spec.scaleTargetRef, once.",
  references: [
    "KubeLinter dangling-horizontalpodautoscaler",
    "kube-score horizontalpodautoscaler-has-target",
    "Kyverno prevent-duplicate-hpa",
    "Kubescape C-0300",
  ],
  scope: "stack",
  check: (stack) => {
    const known = new Set(workloads(stack).map(targetOf));
    const seen = new Set<string>();
    return autoscalers(stack).flatMap(({ subject, target }) => {
      const path = "spec.scaleTargetRef";
      const kind = textAt(subject.object, "spec.scaleTargetRef.kind") ?? "";
      if (scaledElsewhere.includes(kind)) return [];
      if (!known.has(target))
        return [inObject(subject, path, "an existing workload", { actual: target })];
      const isFirst = !seen.has(target);
      seen.add(target);
      const actual = `${target}, which another HPA scales`;
      return isFirst ? [] : [inObject(subject, path, "the only HPA of its target", { actual })];
    });
  },
});
