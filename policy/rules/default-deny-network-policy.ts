import { inObject } from "../model/in-object.ts";
import { fieldsAt, isFields, listAt, textsAt, at } from "../model/read.ts";
import { ofKind } from "../model/stack.ts";
import { nameOf, namespaceOf, type Subject } from "../model/subject.ts";
import { workloads } from "../model/workload.ts";
import { levels, withParameters } from "../rule.ts";

export const defaultDenyNetworkPolicy = withParameters<{ exempt: readonly string[] }>({
  name: "default-deny-network-policy",
  family: "network",
  description: "Each namespace denies all traffic, in and out, that no policy allows.",
  reason: "Without it every pod of the cluster reaches every other.",
  levels: levels.fromStaging,
  remediation: "Add a NetworkPolicy with an empty podSelector, both policyTypes and no rules.",
  references: [
    "CIS 5.3.2",
    "Kubescape C-0260",
    "Kyverno add-network-policy",
    "kube-score pod-networkpolicy",
    "KubeLinter non-isolated-pod",
    "Trivy KSV-0038",
    "NSA 2.0",
  ],
  scope: "stack",
  parameters: {
    exempt: { type: "array", items: { type: "string" }, description: "Namespaces that need none." },
  },
  defaults: () => ({ exempt: ["kube-system"] }),
  check: (stack, { parameters: { exempt } }) => {
    const denied = new Set(
      ofKind(stack, "networking.k8s.io", "NetworkPolicy").filter(deniesAll).map(namespaceOf),
    );
    const used = new Set(workloads(stack).map(({ subject }) => namespaceOf(subject)));
    return ofKind(stack, "", "Namespace")
      .filter(
        (namespace) => used.has(nameOf(namespace)) || nameOf(namespace) === stack.config.namespace,
      )
      .filter((namespace) => !denied.has(nameOf(namespace)) && !exempt.includes(nameOf(namespace)))
      .map((namespace) =>
        inObject(namespace, "metadata.name", "a namespace with a default-deny NetworkPolicy", {
          actual: "without one",
        }),
      );
  },
});

function deniesAll({ object }: Subject): boolean {
  const selector = at(object, "spec.podSelector");
  const types = textsAt(object, "spec.policyTypes");
  return (
    isFields(selector) &&
    Object.keys(fieldsAt(selector, "matchLabels")).length === 0 &&
    listAt(selector, "matchExpressions").length === 0 &&
    types.includes("Ingress") &&
    types.includes("Egress") &&
    listAt(object, "spec.ingress").length === 0 &&
    listAt(object, "spec.egress").length === 0
  );
}
