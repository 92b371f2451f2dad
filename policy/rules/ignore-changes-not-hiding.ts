import { inObject } from "../model/in-object.ts";
import { levels, rule } from "../rule.ts";

const judged = /(^|[.[\]"'])(values|resources|securityContext|replicas|image|valuesObject|hard)\b/;

export const ignoreChangesNotHiding = rule({
  name: "ignore-changes-not-hiding",
  family: "stack",
  description: "No resource ignores changes of what the rules look at.",
  reason: "A rule then sees the old value, and the new one is never judged.",
  levels: levels.fromStaging,
  remediation: "Remove the path from ignoreChanges.",
  references: ["Pulumi resource option ignoreChanges"],
  scope: "object",
  check: ({ subjects }) =>
    subjects.flatMap((subject) =>
      (subject.options?.ignoreChanges ?? [])
        .filter((path) => judged.test(path) || path === "spec" || path === "*")
        .map((path) => inObject(subject, "options.ignoreChanges", "without it", { actual: path })),
    ),
});
