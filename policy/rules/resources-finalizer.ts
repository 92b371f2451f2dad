import { inObject } from "../model/in-object.ts";
import { applications } from "../model/application.ts";
import { textsAt } from "../model/read.ts";
import { levels, rule } from "../rule.ts";

const finalizers = [
  "resources-finalizer.argocd.argoproj.io",
  "resources-finalizer.argocd.argoproj.io/background",
];

export const resourcesFinalizer = rule({
  name: "resources-finalizer",
  family: "argo-cd",
  description: "An Application takes what it made with it when it goes.",
  reason: "Else its pods run on, and nobody knows them any more.",
  levels: levels.fromStaging,
  remediation: "Add the finalizer resources-finalizer.argocd.argoproj.io.",
  references: ["Argo CD app deletion"],
  scope: "object",
  check: (stack) =>
    applications(stack)
      .filter(
        ({ object }) =>
          !textsAt(object, "metadata.finalizers").some((each) => finalizers.includes(each)),
      )
      .map((subject) => inObject(subject, "metadata.finalizers", "with the resources finalizer")),
});
