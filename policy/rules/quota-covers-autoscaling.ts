import { quotaOf } from "../../config/quota.ts";
import type { Quota } from "../../config/model.ts";
import { show, type Finding } from "../finding.ts";
import { autoscalerOf } from "../model/autoscaler.ts";
import { inObject } from "../model/in-object.ts";
import { fieldsAt, numberAt } from "../model/read.ts";
import {
  amount,
  amountOf,
  resourceNames,
  type Bound,
  type ResourceName,
} from "../model/resources.ts";
import { isService, ofKind, type Stack } from "../model/stack.ts";
import { hasReplicas, workloads, type Workload } from "../model/workload.ts";
import { levels, rule } from "../rule.ts";

export const quotaCoversAutoscaling = rule({
  name: "quota-covers-autoscaling",
  family: "resources",
  description:
    "The quota holds every service at its most pods, during a rollout, with its sidecar.",
  reason: "Else the HPA asks for pods that the quota refuses, on the day they are needed.",
  levels: levels.fromStaging,
  remediation: "Let the program compute the quota, or lower the maxima.",
  references: ["None elsewhere: decision 10"],
  scope: "stack",
  check: (stack) => {
    const quota = ofKind(stack, "", "ResourceQuota").find((each) => isService(stack, each));
    if (quota === undefined) return [];
    const groups = workloads(stack)
      .filter((workload) => hasReplicas(workload) && isService(stack, workload.subject))
      .map((workload) => groupOf(stack, workload));
    const need = quotaOf(groups, stack.config.addons.istio !== undefined);
    const hard = fieldsAt(quota.object, "spec.hard");
    return demands(need).flatMap(([key, wanted, resource]): readonly Finding[] => {
      const has = resource === undefined ? Number(hard[key]) : amount(resource, hard[key]);
      const needs = resource === undefined ? Number(wanted) : (amount(resource, wanted) ?? 0);
      if (hard[key] === undefined || has === undefined || !(has < needs)) return [];
      const actual = show(hard[key]);
      return [
        inObject(quota, `spec.hard.${key}`, `at least ${wanted}, all services at their most`, {
          actual,
        }),
      ];
    });
  },
});

/** What the program's own arithmetic asks of a service, read from what was rendered. */
function groupOf(stack: Stack, workload: Workload): Parameters<typeof quotaOf>[0][number] {
  const { object } = workload.subject;
  const most = numberAt(autoscalerOf(stack, workload)?.subject.object, "spec.maxReplicas");
  return {
    profile: {
      replicas: most ?? numberAt(object, "spec.replicas") ?? 1,
      requests: total(workload, "requests"),
      limits: total(workload, "limits"),
      verticalAutoscaling: "off",
    },
  };
}

function total(workload: Workload, bound: Bound): { cpu: string; memory: string } {
  const sum = (name: ResourceName) =>
    workload.containers
      .filter(({ isLongRunning }) => isLongRunning)
      .reduce((before, container) => before + (amountOf(container, bound, name) ?? 0), 0);
  return { cpu: `${sum("cpu")}m`, memory: String(sum("memory")) };
}

function demands(need: Quota): readonly (readonly [string, string, ResourceName | undefined])[] {
  return [
    ["pods", String(need.pods), undefined],
    ...(["requests", "limits"] as const).flatMap((bound) =>
      resourceNames.map((name) => [`${bound}.${name}`, need[bound][name], name] as const),
    ),
  ];
}
