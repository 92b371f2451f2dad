import { containers, inContainer } from "../model/containers.ts";
import { at } from "../model/read.ts";
import { levels, rule } from "../rule.ts";

const field = "securityContext.readOnlyRootFilesystem";

export const readOnlyRootFilesystem = rule({
  name: "read-only-root-filesystem",
  family: "pods",
  description: "A container cannot write to its image's files.",
  reason: "Who breaks in can then neither replace programs nor leave any behind.",
  levels: levels.fromProduction,
  remediation:
    "Set securityContext.readOnlyRootFilesystem to true and mount an emptyDir where it writes.",
  references: [
    "Kyverno require-ro-rootfs",
    "KubeLinter no-read-only-root-fs",
    "Pulumi kubernetes-*-enable-read-only-root-filesystem",
    "Trivy KSV-0014",
    "Kubescape C-0017",
    "NSA 1.1",
  ],
  scope: "object",
  check: (stack) =>
    containers(stack)
      .filter(({ container }) => at(container.spec, field) !== true)
      .map((placed) => inContainer(placed, field, { expected: "true" })),
});
