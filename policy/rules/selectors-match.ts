import { inObject } from "../model/in-object.ts";
import { at, fieldsAt, isFields } from "../model/read.ts";
import { selects } from "../model/selector.ts";
import { isService, ofKind } from "../model/stack.ts";
import { namespaceOf } from "../model/subject.ts";
import { workloads } from "../model/workload.ts";
import { levels, rule } from "../rule.ts";

const selecting = ["Deployment", "StatefulSet", "DaemonSet", "ReplicaSet"];

export const selectorsMatch = rule({
  name: "selectors-match",
  family: "stack",
  description: "A workload selects its own pods, and a service's Service selects some pod.",
  reason:
    "The API server refuses the first at the update; the second answers nobody, without a word.",
  levels: levels.always,
  remediation: "Use the labels of the pod template.",
  references: [
    "KubeLinter mismatching-selector, dangling-service",
    "kube-score service-targets-pod",
  ],
  scope: "stack",
  check: (stack) => {
    const all = workloads(stack);
    const own = all
      .filter(({ kind }) => selecting.includes(kind))
      .filter(({ subject, podLabels }) => !selects(at(subject.object, "spec.selector"), podLabels))
      .map(({ subject }) => inObject(subject, "spec.selector", "the labels of its own pods"));
    const pods = Map.groupBy(all, ({ subject }) => namespaceOf(subject));
    const dangling = ofKind(stack, "", "Service")
      .filter(
        (service) => isService(stack, service) && isFields(at(service.object, "spec.selector")),
      )
      .filter((service) => {
        const matchLabels = fieldsAt(service.object, "spec.selector");
        const inNamespace = pods.get(namespaceOf(service)) ?? [];
        return !inNamespace.some(({ podLabels }) => selects({ matchLabels }, podLabels));
      })
      .map((service) => inObject(service, "spec.selector", "the labels of some pod"));
    return [...own, ...dangling];
  },
});
