import type { Finding } from "../finding.ts";
import { autoscalerOf, utilisation, type Autoscaler } from "../model/autoscaler.ts";
import { inContainer } from "../model/containers.ts";
import { inObject } from "../model/in-object.ts";
import { field, resourceNames, written } from "../model/resources.ts";
import { workloads, type Workload } from "../model/workload.ts";
import { levels, rule } from "../rule.ts";

export const hpaMetricHasRequest = rule({
  name: "hpa-metric-has-request",
  family: "availability",
  description:
    "An HPA's target in percent is from 1 to 100, and every container has the request it is a part of.",
  reason: "Without the request the HPA knows no percentage and never scales.",
  levels: levels.always,
  remediation: "Set the request of every container, and a target from 1 to 100.",
  references: ["Kubernetes HPA documentation"],
  scope: "stack",
  check: (stack) =>
    workloads(stack).flatMap((workload) => {
      const autoscaler = autoscalerOf(stack, workload);
      return autoscaler === undefined ? [] : faults(workload, autoscaler);
    }),
});

function faults(workload: Workload, autoscaler: Autoscaler): readonly Finding[] {
  return resourceNames.flatMap((name) => {
    const target = utilisation(autoscaler, name);
    if (target === undefined) return [];
    if (target < 1 || target > 100) {
      const extra = { actual: String(target), setting: `autoscaling.${name}` };
      return [inObject(autoscaler.subject, `spec.metrics.${name}`, "from 1 to 100", extra)];
    }
    const setting = field("requests", name);
    return workload.containers
      .filter(({ isLongRunning }) => isLongRunning)
      .filter((container) => written(container, "requests", name) === undefined)
      .map((container) =>
        inContainer({ workload, container }, setting, { expected: "set for the HPA", setting }),
      );
  });
}
