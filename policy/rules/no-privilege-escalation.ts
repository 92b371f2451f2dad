import { containers, inContainer } from "../model/containers.ts";
import { at, fieldsAt } from "../model/read.ts";
import { eachContainer } from "../model/remedy.ts";
import { levels, rule } from "../rule.ts";

const field = "securityContext.allowPrivilegeEscalation";

export const noPrivilegeEscalation = rule({
  name: "no-privilege-escalation",
  family: "pods",
  description: "No process can gain more rights than its container began with.",
  reason: "A setuid program in an image is otherwise a way to root.",
  levels: levels.remedied,
  remediation: "Set securityContext.allowPrivilegeEscalation to false.",
  references: [
    "PSS allowPrivilegeEscalation",
    "Kyverno disallow-privilege-escalation",
    "KubeLinter privilege-escalation-container",
    "Trivy KSV-0001",
    "CIS 5.2.6",
  ],
  scope: "object",
  check: (stack) =>
    containers(stack)
      .filter(({ container }) => at(container.spec, field) !== false)
      .map((placed) => inContainer(placed, field, { expected: "false" })),
  remedy: (object) =>
    eachContainer(object, (container) => {
      const context = fieldsAt(container, "securityContext");
      // Kubernetes refuses the pair of privileged and this; that container is another rule's.
      if (at(container, field) === false || context["privileged"] === true) return undefined;
      return { ...container, securityContext: { ...context, allowPrivilegeEscalation: false } };
    }),
});
