import { inObject } from "../model/in-object.ts";
import { at, fieldsAt } from "../model/read.ts";
import { selects } from "../model/selector.ts";
import { isService, ofKind } from "../model/stack.ts";
import { namespaceOf } from "../model/subject.ts";
import { workloads } from "../model/workload.ts";
import { levels, rule } from "../rule.ts";

export const networkPolicySelectsPods = rule({
  name: "network-policy-selects-pods",
  family: "network",
  description: "A NetworkPolicy in the services' namespace selects pods that exist.",
  reason: "A policy with a misspelt label is accepted and protects nobody.",
  levels: levels.advice,
  remediation: "Use the labels of the pods it is meant for.",
  references: [
    "kube-score networkpolicy-targets-pod",
    "KubeLinter dangling-networkpolicy",
    "Kubescape C-0299",
  ],
  scope: "stack",
  check: (stack) => {
    const pods = Map.groupBy(workloads(stack), ({ subject }) => namespaceOf(subject));
    return ofKind(stack, "networking.k8s.io", "NetworkPolicy")
      .filter((policy) => isService(stack, policy))
      .filter((policy) => {
        const selector = at(policy.object, "spec.podSelector");
        const isForAll = Object.keys(fieldsAt({ selector }, "selector")).length === 0;
        const inNamespace = pods.get(namespaceOf(policy)) ?? [];
        return !isForAll && !inNamespace.some(({ podLabels }) => selects(selector, podLabels));
      })
      .map((policy) => inObject(policy, "spec.podSelector", "the labels of some pod"));
  },
});
