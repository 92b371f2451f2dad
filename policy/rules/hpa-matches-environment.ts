import type { Service } from "../../config/model.ts";
import { show, type Finding } from "../finding.ts";
import { autoscalerOf, utilisation, type Autoscaler } from "../model/autoscaler.ts";
import { inObject } from "../model/in-object.ts";
import { isService, type Stack } from "../model/stack.ts";
import { nameOf } from "../model/subject.ts";
import { workloads, type Workload } from "../model/workload.ts";
import { levels, rule } from "../rule.ts";

export const hpaMatchesEnvironment = rule({
  name: "hpa-matches-environment",
  family: "availability",
  description:
    "A service has the HPA that its configuration says, with those bounds and targets, or none.",
  reason: "A value laid over the chart's can undo what the stack file says, unseen.",
  levels: levels.fromStaging,
  remediation: "Remove what overrides the profile's autoscaling.",
  references: ["Kyverno check-hpa-exists"],
  scope: "stack",
  check: (stack) =>
    workloads(stack)
      .filter(({ subject, kind }) => kind === "Deployment" && isService(stack, subject))
      .flatMap((workload) => {
        const name = nameOf(workload.subject);
        const service = stack.config.services.find((each) => each.name === name);
        return service === undefined ? [] : compare(stack, workload, service);
      }),
});

function compare(stack: Stack, workload: Workload, service: Service): readonly Finding[] {
  const wanted = service.profile.autoscaling;
  const found = autoscalerOf(stack, workload);
  if (wanted === undefined) {
    return found === undefined
      ? []
      : [
          inObject(found.subject, "spec", "absent", {
            actual: "there",
            setting: "autoscaling.enabled",
          }),
        ];
  }
  if (found === undefined) {
    const expected = `the target of an HPA from ${wanted.min} to ${wanted.max}`;
    return [
      inObject(workload.subject, "metadata.name", expected, {
        actual: "no HPA's target",
        setting: "autoscaling.enabled",
      }),
    ];
  }
  return [
    ...differs(found, "spec.minReplicas", found.min, wanted.min, "autoscaling.minReplicas"),
    ...differs(found, "spec.maxReplicas", found.max, wanted.max, "autoscaling.maxReplicas"),
    ...differs(found, "spec.metrics.cpu", utilisation(found, "cpu"), wanted.cpu, "autoscaling.cpu"),
    ...differs(
      found,
      "spec.metrics.memory",
      utilisation(found, "memory"),
      wanted.memory,
      "autoscaling.memory",
    ),
  ];
}

function differs(
  { subject }: Autoscaler,
  path: string,
  found: unknown,
  wanted: number,
  setting: string,
): readonly Finding[] {
  if (found === wanted) return [];
  return [inObject(subject, path, `${wanted} as configured`, { actual: show(found), setting })];
}
