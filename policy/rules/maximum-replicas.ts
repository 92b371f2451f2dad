import { autoscalers } from "../model/autoscaler.ts";
import { inObject } from "../model/in-object.ts";
import { numberAt } from "../model/read.ts";
import { hasReplicas, workloads } from "../model/workload.ts";
import { levels, withParameters } from "../rule.ts";

const ceilings = { development: 5, staging: 10, production: 20 } as const;

export const maximumReplicas = withParameters<{ maximum: number }>({
  name: "maximum-replicas",
  family: "availability",
  description: "Neither replicas nor an HPA's maximum goes beyond the ceiling of the environment.",
  reason: "A slip of a digit fills the cluster before anybody notices.",
  levels: levels.always,
  remediation: "Lower it, or raise the rule's maximum with the nodes to match.",
  references: ["Gatekeeper replicalimits", "Gatekeeper horizontalpodautoscaler"],
  scope: "object",
  parameters: {
    maximum: { type: "integer", minimum: 1, description: "Most pods of one workload." },
  },
  defaults: (_, environment) => ({ maximum: ceilings[environment] }),
  check: (stack, { parameters: { maximum } }) => {
    const expected = `at most ${maximum}`;
    const replicas = workloads(stack)
      .filter(hasReplicas)
      .filter(({ subject }) => (numberAt(subject.object, "spec.replicas") ?? 0) > maximum)
      .map(({ subject }) => inObject(subject, "spec.replicas", expected, { setting: "replicas" }));
    const maxima = autoscalers(stack)
      .filter(({ max }) => typeof max === "number" && max > maximum)
      .map(({ subject }) =>
        inObject(subject, "spec.maxReplicas", expected, { setting: "autoscaling.maxReplicas" }),
      );
    return [...replicas, ...maxima];
  },
});
