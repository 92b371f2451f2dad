import { show } from "../finding.ts";
import { inPod } from "../model/containers.ts";
import { at, textAt } from "../model/read.ts";
import { inPodSpec } from "../model/remedy.ts";
import { isService, ofKind, type Stack } from "../model/stack.ts";
import { nameOf, namespaceOf } from "../model/subject.ts";
import { workloads, type Workload } from "../model/workload.ts";
import { levels, rule } from "../rule.ts";

const field = "automountServiceAccountToken";

export const noServiceAccountTokenAutomount = rule({
  name: "no-service-account-token-automount",
  family: "pods",
  description: "A service's pod carries no token of the Kubernetes API.",
  reason: "A service does not talk to the API; a token is what an intruder would use.",
  levels: levels.remedied,
  remediation: "Set automountServiceAccountToken of the pod to false.",
  references: [
    "Kyverno restrict-automount-sa-token",
    "Polaris automountServiceAccountToken",
    "Trivy KSV-0036",
    "CIS 5.1.6",
    "Kubescape C-0034",
    "NSA 1.11",
  ],
  scope: "object",
  check: (stack) =>
    workloads(stack)
      // The platform's controllers are there to talk to the API.
      .filter(({ subject }) => isService(stack, subject))
      .filter((workload) => mounts(stack, workload) !== false)
      .map((workload) =>
        inPod(workload, field, { expected: "false", actual: show(mounts(stack, workload)) }),
      ),
  remedy: (object) =>
    inPodSpec(object, (pod) => (pod[field] === undefined ? { ...pod, [field]: false } : undefined)),
});

/** The pod's word, else that of its ServiceAccount. */
function mounts(stack: Stack, { pod, subject }: Workload): unknown {
  if (pod[field] !== undefined) return pod[field];
  const name = textAt(pod, "serviceAccountName") ?? "default";
  const account = ofKind(stack, "", "ServiceAccount").find(
    (each) => nameOf(each) === name && namespaceOf(each) === namespaceOf(subject),
  );
  return at(account?.object, field);
}
