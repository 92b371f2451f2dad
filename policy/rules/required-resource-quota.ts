import type { Finding } from "../finding.ts";
import { inObject } from "../model/in-object.ts";
import { fieldsAt } from "../model/read.ts";
import { ofKind, type Stack } from "../model/stack.ts";
import { nameOf, namespaceOf } from "../model/subject.ts";
import { levels, withParameters } from "../rule.ts";

export const requiredResourceQuota = withParameters<{ hard: readonly string[] }>({
  name: "required-resource-quota",
  family: "resources",
  description: "The services' namespace has a ResourceQuota for CPU, memory and pods.",
  reason: "Without one, a runaway HPA or a loop of Jobs takes the cluster from everybody else.",
  levels: levels.fromStaging,
  remediation: "Add the key to the ResourceQuota of the namespace.",
  references: ["Trivy KSV-0040", "NSA 4.0", "Kyverno add-ns-quota"],
  scope: "stack",
  parameters: {
    hard: { type: "array", items: { type: "string" }, description: "Keys the quota must bound." },
  },
  defaults: () => ({
    hard: ["requests.cpu", "requests.memory", "limits.cpu", "limits.memory", "pods"],
  }),
  check: (stack, { parameters: { hard } }) =>
    ofKind(stack, "", "Namespace")
      .filter((namespace) => nameOf(namespace) === stack.config.namespace)
      .flatMap((namespace) => {
        const quotas = quotasOf(stack, nameOf(namespace));
        const set = new Set(
          quotas.flatMap(({ object }) => Object.keys(fieldsAt(object, "spec.hard"))),
        );
        const subject = quotas[0];
        const missing = hard.filter((key) => !set.has(key));
        if (subject !== undefined) {
          return missing.map((key): Finding =>
            inObject(subject, `spec.hard.${key}`, "set", { actual: "not set" }),
          );
        }
        return [
          inObject(namespace, "metadata.name", `bounded by a ResourceQuota of ${hard.join(", ")}`, {
            actual: "bounded by none",
          }),
        ];
      }),
});

function quotasOf(stack: Stack, namespace: string) {
  return ofKind(stack, "", "ResourceQuota").filter((each) => namespaceOf(each) === namespace);
}
