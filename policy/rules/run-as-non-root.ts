import { show } from "../finding.ts";
import { containers, inContainer } from "../model/containers.ts";
import { secured } from "../model/security.ts";
import { levels, rule } from "../rule.ts";

export const runAsNonRoot = rule({
  name: "run-as-non-root",
  family: "pods",
  description: "No container runs as root, and the kubelet checks it.",
  reason: "Root in a container is root on the node once there is a way out.",
  levels: levels.fromStaging,
  remediation: "Set securityContext.runAsNonRoot to true and a user that is not 0.",
  references: [
    "PSS runAsNonRoot, runAsUser",
    "Kyverno require-run-as-nonroot",
    "KubeLinter run-as-non-root",
    "Trivy KSV-0012, KSV-0105",
    "CIS 5.2.7",
    "NSA 1.0",
  ],
  scope: "object",
  check: (stack) =>
    containers(stack).flatMap((placed) => {
      if (secured(placed, "runAsUser") === 0) {
        const field = "securityContext.runAsUser";
        return [inContainer(placed, field, { expected: "a user that is not 0", actual: "0" })];
      }
      const found = secured(placed, "runAsNonRoot");
      const wanted = { expected: "true", actual: show(found) };
      return found === true ? [] : [inContainer(placed, "securityContext.runAsNonRoot", wanted)];
    }),
});
