import { show } from "../finding.ts";
import { containers, inContainer } from "../model/containers.ts";
import { at, fieldsAt } from "../model/read.ts";
import { inPodSpec } from "../model/remedy.ts";
import { secured } from "../model/security.ts";
import { levels, rule } from "../rule.ts";

const field = "securityContext.seccompProfile.type";
const allowed = ["RuntimeDefault", "Localhost"];

export const seccompRuntimeDefault = rule({
  name: "seccomp-runtime-default",
  family: "pods",
  description: "A seccomp profile holds off the system calls that containers do not need.",
  reason: "Without one, every call of the kernel is open to whoever breaks in.",
  levels: levels.remedied,
  remediation: "Set securityContext.seccompProfile.type of the pod to RuntimeDefault.",
  references: [
    "PSS seccompProfile_restricted",
    "Kyverno restrict-seccomp-strict",
    "Gatekeeper seccompv2",
    "kube-score container-seccomp-profile",
    "Trivy KSV-0030, KSV-0104",
    "CIS 5.7.2",
  ],
  scope: "object",
  check: (stack) =>
    containers(stack).flatMap((placed) => {
      const found = secured(placed, "seccompProfile.type");
      if (typeof found === "string" && allowed.includes(found)) return [];
      const wanted = { expected: allowed.join(" or "), actual: show(found) };
      return [inContainer(placed, field, wanted)];
    }),
  remedy: (object) =>
    inPodSpec(object, (pod) => {
      if (at(pod, field) !== undefined) return undefined;
      const context = fieldsAt(pod, "securityContext");
      return {
        ...pod,
        securityContext: { ...context, seccompProfile: { type: "RuntimeDefault" } },
      };
    }),
});
