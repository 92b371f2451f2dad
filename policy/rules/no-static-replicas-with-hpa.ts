import { autoscalerOf } from "../model/autoscaler.ts";
import { inObject } from "../model/in-object.ts";
import { at, isFields, listAt, textAt, textsAt } from "../model/read.ts";
import { ofKind, type Stack } from "../model/stack.ts";
import { nameOf, type Subject } from "../model/subject.ts";
import { workloads } from "../model/workload.ts";
import { levels, rule } from "../rule.ts";

export const noStaticReplicasWithHpa = rule({
  name: "no-static-replicas-with-hpa",
  family: "availability",
  description:
    "A workload with an HPA declares no number of replicas, or Argo CD leaves that number alone.",
  reason: "Every sync would set the number back, and the HPA would scale again.",
  levels: levels.adviceFromStaging,
  remediation: "Leave spec.replicas out where an HPA decides.",
  references: [
    "kube-score deployment-targeted-by-hpa-does-not-have-replicas-configured",
    "Argo CD best practices: leaving room for imperativeness",
  ],
  scope: "stack",
  check: (stack) =>
    workloads(stack)
      .filter(({ subject }) => at(subject.object, "spec.replicas") !== undefined)
      .filter((workload) => autoscalerOf(stack, workload) !== undefined)
      .filter(({ subject }) => !isLeftAlone(stack, subject))
      .map(({ subject }) =>
        inObject(subject, "spec.replicas", "left to the HPA", { setting: "replicas" }),
      ),
});

/** The Application ignores the field, in what it compares and in what it writes. */
function isLeftAlone(stack: Stack, { origin, object }: Subject): boolean {
  const application = ofKind(stack, "argoproj.io", "Application").find(
    (each) => origin.depth === "application" && nameOf(each) === origin.owner,
  );
  if (application === undefined) return false;
  const ignored = listAt(application.object, "spec.ignoreDifferences").some(
    (each) =>
      isFields(each) &&
      textAt(each, "kind") === object.kind &&
      textsAt(each, "jsonPointers").includes("/spec/replicas"),
  );
  const options = textsAt(application.object, "spec.syncPolicy.syncOptions");
  return ignored && options.includes("RespectIgnoreDifferences=true");
}
