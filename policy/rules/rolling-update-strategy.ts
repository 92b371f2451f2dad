import { inObject } from "../model/in-object.ts";
import { at, textAt } from "../model/read.ts";
import { workloads } from "../model/workload.ts";
import { levels, rule } from "../rule.ts";

export const rollingUpdateStrategy = rule({
  name: "rolling-update-strategy",
  family: "availability",
  description: "A Deployment is rolled out pod by pod, and not all of them are replaced at once.",
  reason: "Recreate takes every pod away before the first new one is ready.",
  levels: levels.fromStaging,
  remediation: "Use RollingUpdate with maxUnavailable below the number of pods.",
  references: ["KubeLinter no-rolling-update-strategy", "kube-score deployment-strategy"],
  scope: "object",
  check: (stack) =>
    workloads(stack)
      .filter(({ kind }) => kind === "Deployment")
      .flatMap(({ subject }) => {
        const type = textAt(subject.object, "spec.strategy.type") ?? "RollingUpdate";
        if (type !== "RollingUpdate")
          return [inObject(subject, "spec.strategy.type", "RollingUpdate")];
        const path = "spec.strategy.rollingUpdate.maxUnavailable";
        const isAll = at(subject.object, path) === "100%";
        return isAll ? [inObject(subject, path, "less than all pods")] : [];
      }),
});
