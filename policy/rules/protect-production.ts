import { inObject } from "../model/in-object.ts";
import { withParameters } from "../rule.ts";

export const protectProduction = withParameters<{ kinds: readonly string[] }>({
  name: "protect-production",
  family: "stack",
  description: "What holds data or everything else in production is protected from a slip.",
  reason: "A renamed resource is a deleted one: with it goes a namespace and all that is in it.",
  levels: { development: "off", staging: "off", production: "advisory" },
  remediation: "Set protect: true on the resource; ./msa destroy takes it away on purpose.",
  references: ["Pulumi resource option protect"],
  scope: "object",
  parameters: {
    kinds: { type: "array", items: { type: "string" }, description: "Kinds that are protected." },
  },
  defaults: () => ({ kinds: ["Namespace", "PersistentVolumeClaim", "CustomResourceDefinition"] }),
  check: ({ subjects }, { parameters: { kinds } }) =>
    subjects
      .filter(({ origin, object }) => origin.depth === "resource" && kinds.includes(object.kind))
      .filter(({ options }) => options?.protect !== true)
      .map((subject) => inObject(subject, "options.protect", "true", { actual: "not set" })),
});
