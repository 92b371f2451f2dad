import { show } from "../finding.ts";
import { inObject } from "../model/in-object.ts";
import { applicationSources } from "../model/application.ts";
import { at, listAt } from "../model/read.ts";
import { rule } from "../rule.ts";

const hidden = ["valueFiles", "fileParameters", "parameters", "values"];

export const helmValuesVisible = rule({
  name: "helm-values-visible",
  family: "argo-cd",
  description: "An Application's values are all in valuesObject.",
  reason: "Parameters win over it without a word, and value files come from where no rule looks.",
  levels: { development: "advisory", staging: "advisory", production: "mandatory" },
  remediation: "Move the values into valuesObject.",
  references: ["Argo CD Helm value precedence"],
  scope: "object",
  check: (stack) =>
    applicationSources(stack).flatMap(({ subject, path, source }) =>
      hidden
        .filter((part) => {
          const found = at(source, `helm.${part}`);
          return typeof found === "string"
            ? found.trim() !== ""
            : listAt(source, `helm.${part}`).length > 0;
        })
        .map((part) =>
          inObject(subject, `${path}.helm.${part}`, "absent", {
            actual: show(at(source, `helm.${part}`)),
          }),
        ),
    ),
});
