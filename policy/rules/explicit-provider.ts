import { inObject } from "../model/in-object.ts";
import { levels, rule } from "../rule.ts";

export const explicitProvider = rule({
  name: "explicit-provider",
  family: "stack",
  description: "Every resource of Kubernetes uses the provider of the stack's own cluster.",
  reason: "The default provider writes to whatever context the person's kubeconfig has chosen.",
  levels: levels.always,
  remediation: "Pass the provider that connectCluster returns.",
  references: ["pulumi-kubernetes#2423"],
  scope: "object",
  neverExempt: true,
  check: ({ subjects }) =>
    subjects
      .filter(({ origin }) => origin.depth === "resource")
      .filter(({ object }) => object.kind !== "Provider")
      .filter(
        ({ options }) => options?.provider === undefined || /::default(_|$)/.test(options.provider),
      )
      .map((subject) => {
        const actual = subject.options?.provider === undefined ? "not set" : "the default provider";
        return inObject(subject, "options.provider", "the stack's own provider", { actual });
      }),
});
