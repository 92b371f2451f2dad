import type { Finding } from "../finding.ts";
import { inObject } from "../model/in-object.ts";
import { at, isFields, listAt } from "../model/read.ts";
import { resourceNames } from "../model/resources.ts";
import { ofKind } from "../model/stack.ts";
import { nameOf, namespaceOf, type Subject } from "../model/subject.ts";
import { levels, rule } from "../rule.ts";

const parts = ["default", "defaultRequest"];

export const requiredLimitRange = rule({
  name: "required-limit-range",
  family: "resources",
  description: "The services' namespace gives containers that name no size a request and a limit.",
  reason:
    "Beside a quota, a container without a size is refused: a debug container, an injected one.",
  levels: levels.fromStaging,
  remediation: "Add the value to the LimitRange's entry of type Container.",
  references: ["Trivy KSV-0039", "NSA 4.1", "Kyverno add-ns-quota"],
  scope: "stack",
  check: (stack) => {
    const ranges = Map.groupBy(ofKind(stack, "", "LimitRange"), namespaceOf);
    return ofKind(stack, "", "Namespace")
      .filter((namespace) => nameOf(namespace) === stack.config.namespace)
      .flatMap((namespace) => {
        const range = ranges.get(nameOf(namespace))?.[0];
        const extra = { actual: "without one" };
        return range === undefined
          ? [inObject(namespace, "metadata.name", "a namespace with a LimitRange", extra)]
          : faults(range);
      });
  },
});

function faults(range: Subject): readonly Finding[] {
  const limits = listAt(range.object, "spec.limits");
  const position = limits.findIndex((each) => isFields(each) && each["type"] === "Container");
  if (position === -1) return [inObject(range, "spec.limits", "with an entry of type Container")];
  return parts.flatMap((part) =>
    resourceNames
      .filter((name) => at(limits[position], `${part}.${name}`) === undefined)
      .map((name) =>
        inObject(range, `spec.limits[${position}].${part}.${name}`, "set", { actual: "not set" }),
      ),
  );
}
