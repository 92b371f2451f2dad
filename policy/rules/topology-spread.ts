import { leastPods } from "../model/autoscaler.ts";
import { inPod } from "../model/containers.ts";
import { isFields, listAt, textAt, type Fields } from "../model/read.ts";
import { hasReplicas, workloads } from "../model/workload.ts";
import { withParameters } from "../rule.ts";

export const topologySpread = withParameters<{ keys: readonly string[] }>({
  name: "topology-spread",
  family: "availability",
  description: "A workload with two pods or more spreads them over nodes.",
  reason: "Two pods on one node go down together.",
  levels: { development: "off", staging: "advisory", production: "mandatory" },
  remediation: "Add a topologySpreadConstraint on kubernetes.io/hostname, or a pod anti-affinity.",
  references: [
    "Polaris topologySpreadConstraint",
    "kube-score pod-topology-spread-constraints",
    "KubeLinter no-anti-affinity",
    "Kyverno spread-pods-across-topology",
  ],
  scope: "stack",
  parameters: {
    keys: {
      type: "array",
      items: { type: "string" },
      description: "Node labels of which each needs a spread constraint.",
    },
  },
  defaults: () => ({ keys: ["kubernetes.io/hostname"] }),
  check: (stack, { parameters: { keys } }) =>
    workloads(stack)
      .filter(hasReplicas)
      .filter((workload) => leastPods(stack, workload) >= 2)
      .filter(({ pod }) => !hasAntiAffinity(pod))
      .flatMap((workload) => {
        const spread = spreadOver(workload.pod);
        return keys
          .filter((key) => !spread.includes(key))
          .map((key) =>
            inPod(workload, "topologySpreadConstraints", {
              expected: `spread over ${key}`,
              actual: spread.length === 0 ? "not set" : `over ${spread.join(", ")}`,
            }),
          );
      }),
});

/** Constraints without a selector count no pods, and so do nothing. */
function spreadOver(pod: Fields): readonly string[] {
  return listAt(pod, "topologySpreadConstraints")
    .filter((each) => isFields(each) && isFields(each["labelSelector"]))
    .map((each) => textAt(each, "topologyKey") ?? "");
}

function hasAntiAffinity(pod: Fields): boolean {
  const path = (name: string) =>
    `affinity.podAntiAffinity.${name}DuringSchedulingIgnoredDuringExecution`;
  return ["required", "preferred"].some((name) => listAt(pod, path(name)).length > 0);
}
