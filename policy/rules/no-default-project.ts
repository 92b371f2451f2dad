import { inObject } from "../model/in-object.ts";
import { applications } from "../model/application.ts";
import { textAt } from "../model/read.ts";
import { levels, rule } from "../rule.ts";

export const noDefaultProject = rule({
  name: "no-default-project",
  family: "argo-cd",
  description: "An Application belongs to a project of its environment.",
  reason: "The project called default allows everything, everywhere.",
  levels: levels.always,
  remediation: "Set spec.project to the environment's AppProject.",
  references: ["Kyverno application-prevent-default-project", "Argo CD projects"],
  scope: "object",
  check: (stack) =>
    applications(stack)
      .filter(({ object }) => (textAt(object, "spec.project") ?? "default") === "default")
      .map((subject) => inObject(subject, "spec.project", "the environment's project")),
});
