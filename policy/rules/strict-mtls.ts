import type { Finding } from "../finding.ts";
import { inObject } from "../model/in-object.ts";
import { fieldsAt, textAt } from "../model/read.ts";
import { ofKind, type Stack } from "../model/stack.ts";
import { nameOf, namespaceOf, type Subject } from "../model/subject.ts";
import { levels, rule } from "../rule.ts";

const weak = ["PERMISSIVE", "DISABLE"];

export const strictMtls = rule({
  name: "strict-mtls",
  family: "network",
  description: "The mesh takes only mutual TLS, and nothing in it makes an exception.",
  reason: "A workload that also takes plain text takes it from everybody, without an identity.",
  levels: levels.fromStaging,
  remediation: "Set mtls.mode to STRICT.",
  references: ["Kyverno istio/enforce-strict-mtls", "Istio security best practices"],
  scope: "stack",
  check: (stack) => {
    const policies = ofKind(stack, "security.istio.io", "PeerAuthentication");
    return [...policies.flatMap(weakened), ...missing(stack, policies)];
  },
});

function weakened(policy: Subject): readonly Finding[] {
  const mode = textAt(policy.object, "spec.mtls.mode");
  const own = mode !== undefined && weak.includes(mode);
  const ports = Object.entries(fieldsAt(policy.object, "spec.portLevelMtls")).filter(([, each]) =>
    weak.includes(textAt(each, "mode") ?? ""),
  );
  return [
    ...(own ? [inObject(policy, "spec.mtls.mode", "STRICT")] : []),
    ...ports.map(([port, each]) =>
      inObject(policy, `spec.portLevelMtls.${port}.mode`, "STRICT", {
        actual: textAt(each, "mode") ?? "",
      }),
    ),
  ];
}

/** Only whoever owns the mesh can have the policy of all of it. */
function missing(stack: Stack, policies: readonly Subject[]): readonly Finding[] {
  const { istio } = stack.config.addons;
  if (istio?.install !== true) return [];
  const isMeshWide = (policy: Subject) =>
    namespaceOf(policy) === istio.namespace &&
    Object.keys(fieldsAt(policy.object, "spec.selector")).length === 0 &&
    textAt(policy.object, "spec.mtls.mode") === "STRICT";
  if (policies.some(isMeshWide)) return [];
  return ofKind(stack, "", "Namespace")
    .filter((namespace) => nameOf(namespace) === istio.namespace)
    .map((namespace) =>
      inObject(
        namespace,
        "metadata.name",
        "a namespace with a STRICT PeerAuthentication for the mesh",
        {
          actual: "without one",
        },
      ),
    );
}
