import { show, type Finding } from "../finding.ts";
import { inObject } from "../model/in-object.ts";
import { at, fieldsAt } from "../model/read.ts";
import { ofKind, type Stack } from "../model/stack.ts";
import { levels, rule } from "../rule.ts";

const flags = [
  "deleteUnreachable",
  "skipUpdateUnreachable",
  "upsertExistingObjects",
  "enablePatchForce",
];
const annotations = ["pulumi.com/patchForce", "pulumi.com/skipAwait"];
/** A claim that waits for its first pod is not bound before that pod is made. */
const boundLater = "PersistentVolumeClaim";

export const noUnsafeProviderFlags = rule({
  name: "no-unsafe-provider-flags",
  family: "stack",
  description: "Nothing is forced, taken over, skipped or forgotten by a flag.",
  reason:
    "deleteUnreachable drops everything from the state when the cluster does not answer once.",
  levels: levels.fromStaging,
  remediation: "Remove the flag.",
  references: ["pulumi-kubernetes provider configuration"],
  scope: "object",
  check: (stack) => [...ofProviders(stack), ...ofObjects(stack)],
});

function ofProviders(stack: Stack): readonly Finding[] {
  return ofKind(stack, "pulumi.com", "Provider").flatMap((provider) =>
    flags
      .filter((flag) => String(at(provider.object, flag)) === "true")
      .map((flag) => inObject(provider, flag, "absent or false")),
  );
}

function ofObjects({ subjects }: Stack): readonly Finding[] {
  return subjects
    .filter(({ origin }) => origin.depth === "resource")
    .flatMap((subject) => {
      const own = fieldsAt(subject.object, "metadata.annotations");
      return annotations
        .filter((key) => String(at(own, [key])) === "true")
        .filter((key) => key !== "pulumi.com/skipAwait" || subject.object.kind !== boundLater)
        .map((key) =>
          inObject(subject, `metadata.annotations.${key}`, "absent", {
            actual: show(at(own, [key])),
          }),
        );
    });
}
