import { inObject } from "../model/in-object.ts";
import { applications } from "../model/application.ts";
import { textsAt } from "../model/read.ts";
import { levels, withParameters } from "../rule.ts";

export const serverSideApplyOptions = withParameters<{ options: readonly string[] }>({
  name: "server-side-apply-options",
  family: "argo-cd",
  description: "Argo CD writes only the fields it has, prunes last and makes no namespace.",
  reason:
    "Client-side apply fights with every other owner; the namespace and its guard rails are Pulumi's.",
  levels: levels.advice,
  remediation: "Add it to syncPolicy.syncOptions.",
  references: ["Argo CD sync options"],
  scope: "object",
  parameters: {
    options: { type: "array", items: { type: "string" }, description: "Sync options each needs." },
  },
  defaults: () => ({
    options: ["CreateNamespace=false", "PruneLast=true", "ServerSideApply=true"],
  }),
  check: (stack, { parameters: { options } }) =>
    applications(stack).flatMap((application) => {
      const found = textsAt(application.object, "spec.syncPolicy.syncOptions");
      return options
        .filter((option) => !found.includes(option))
        .map((option) => inObject(application, "spec.syncPolicy.syncOptions", `with ${option}`));
    }),
});
