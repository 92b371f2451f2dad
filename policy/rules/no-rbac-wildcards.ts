import { inObject } from "../model/in-object.ts";
import { listAt, textsAt } from "../model/read.ts";
import { ofKind } from "../model/stack.ts";
import { levels, rule } from "../rule.ts";

const parts = ["apiGroups", "resources", "verbs"];

export const noRbacWildcards = rule({
  name: "no-rbac-wildcards",
  family: "access",
  description: "A role names what it may do, to what, in which API group.",
  reason: "A * also means every kind that somebody installs tomorrow.",
  levels: levels.fromStaging,
  remediation: "List the groups, kinds and verbs that are needed.",
  references: [
    "KubeLinter wildcard-in-rules",
    "Kyverno restrict-wildcard-verbs, restrict-wildcard-resources",
    "Trivy KSV-0044, KSV-0045, KSV-0046",
    "CIS 5.1.3",
  ],
  scope: "object",
  check: (stack) =>
    ["Role", "ClusterRole"].flatMap((kind) =>
      ofKind(stack, "rbac.authorization.k8s.io", kind).flatMap((role) =>
        listAt(role.object, "rules").flatMap((each, position) =>
          parts
            .filter((part) => textsAt(each, part).includes("*"))
            .map((part) =>
              inObject(role, `rules[${position}].${part}`, "a list of names", { actual: "*" }),
            ),
        ),
      ),
    ),
});
