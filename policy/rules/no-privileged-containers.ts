import { containers, inContainer } from "../model/containers.ts";
import { at } from "../model/read.ts";
import { levels, rule } from "../rule.ts";

const field = "securityContext.privileged";

export const noPrivilegedContainers = rule({
  name: "no-privileged-containers",
  family: "pods",
  description: "No container is privileged.",
  reason: "A privileged container is the node.",
  levels: levels.always,
  remediation: "Remove securityContext.privileged and add the one capability it needs.",
  references: [
    "PSS privileged",
    "KubeLinter privileged-container",
    "Polaris runAsPrivileged",
    "Trivy KSV-0017",
    "Kubescape C-0057",
    "CIS 5.2.2",
  ],
  scope: "object",
  neverExempt: true,
  check: (stack) =>
    containers(stack)
      .filter(({ container }) => (at(container.spec, field) ?? false) !== false)
      .map((placed) => inContainer(placed, field, { expected: "absent or false" })),
});
