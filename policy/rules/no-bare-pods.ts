import { inObject } from "../model/in-object.ts";
import { ofKind } from "../model/stack.ts";
import { levels, rule } from "../rule.ts";

export const noBarePods = rule({
  name: "no-bare-pods",
  family: "availability",
  description: "No Pod is declared by itself.",
  reason: "Nothing brings a bare Pod back when its node goes.",
  levels: levels.always,
  remediation: "Declare a Deployment, a StatefulSet or a Job.",
  references: ["Pulumi kubernetes-core-v1-pod-disallow-pod", "Kyverno prevent-bare-pods"],
  scope: "object",
  check: (stack) =>
    ofKind(stack, "", "Pod").map((subject) =>
      inObject(subject, "kind", "a workload with a controller"),
    ),
});
