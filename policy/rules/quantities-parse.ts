import { bytes } from "../../config/schema/quantity.ts";
import { show, type Finding } from "../finding.ts";
import { containers, inContainer } from "../model/containers.ts";
import { inObject } from "../model/in-object.ts";
import { fieldsAt, listAt } from "../model/read.ts";
import {
  amount,
  bounds,
  field,
  resourceNames,
  written,
  type ResourceName,
} from "../model/resources.ts";
import { ofKind, type Stack } from "../model/stack.ts";
import { levels, rule } from "../rule.ts";

/** `512m` of memory is half a byte; nothing real asks for less than this. */
const leastMemory = bytes("1Mi") ?? 0;

export const quantitiesParse = rule({
  name: "quantities-parse",
  family: "resources",
  description:
    "Every amount of CPU and memory is a quantity that Kubernetes reads as it was meant.",
  reason: "A wrong unit is refused when the pod is made, long after the update said it was done.",
  levels: levels.always,
  remediation: "Write CPU as 500m or 2 and memory as 512Mi or 1Gi.",
  references: ["Gatekeeper containerlimits, containerrequests"],
  scope: "object",
  check: (stack) => [...inContainers(stack), ...inQuotas(stack), ...inLimitRanges(stack)],
});

function inContainers(stack: Stack): readonly Finding[] {
  return containers(stack).flatMap((placed) =>
    bounds.flatMap((bound) =>
      resourceNames.flatMap((name) => {
        const expected = fault(name, written(placed.container, bound, name));
        if (expected === undefined) return [];
        const setting = field(bound, name);
        return [inContainer(placed, setting, { expected, setting })];
      }),
    ),
  );
}

function inQuotas(stack: Stack): readonly Finding[] {
  return ofKind(stack, "", "ResourceQuota").flatMap((subject) =>
    Object.entries(fieldsAt(subject.object, "spec.hard")).flatMap(([key, value]) => {
      const name = resourceNames.find((each) => key.endsWith(each));
      const expected = name === undefined ? undefined : fault(name, value);
      return expected === undefined
        ? []
        : [inObject(subject, `spec.hard.${key}`, expected, { actual: show(value) })];
    }),
  );
}

function inLimitRanges(stack: Stack): readonly Finding[] {
  const parts = ["default", "defaultRequest", "max", "min"];
  return ofKind(stack, "", "LimitRange").flatMap((subject) =>
    listAt(subject.object, "spec.limits").flatMap((limit, position) =>
      parts.flatMap((part) =>
        resourceNames.flatMap((name) => {
          const value = fieldsAt(limit, part)[name];
          const expected = fault(name, value);
          const path = `spec.limits[${position}].${part}.${name}`;
          return expected === undefined
            ? []
            : [inObject(subject, path, expected, { actual: show(value) })];
        }),
      ),
    ),
  );
}

/** What a value should be; undefined when it is right or absent. */
function fault(name: ResourceName, value: unknown): string | undefined {
  if (value === undefined) return undefined;
  const found = amount(name, value);
  if (name === "cpu") return found === undefined ? "a quantity such as 500m" : undefined;
  if (found === undefined) return "a quantity such as 512Mi";
  return found < leastMemory && found !== 0 ? "at least 1Mi" : undefined;
}
