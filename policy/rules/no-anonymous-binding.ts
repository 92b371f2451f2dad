import { inObject } from "../model/in-object.ts";
import { listAt, textAt } from "../model/read.ts";
import { ofKind } from "../model/stack.ts";
import { levels, rule } from "../rule.ts";

const everybody = [
  "system:anonymous",
  "system:unauthenticated",
  "system:authenticated",
  "system:masters",
];

export const noAnonymousBinding = rule({
  name: "no-anonymous-binding",
  family: "access",
  description: "No role is bound to everybody, or to who has not logged in.",
  reason: "system:authenticated is every pod with a token, of every namespace.",
  levels: levels.always,
  remediation: "Bind the group or ServiceAccount that needs it.",
  references: [
    "Gatekeeper disallowanonymous",
    "Kyverno restrict-binding-system-groups",
    "Trivy KSV-0122",
  ],
  scope: "object",
  check: (stack) =>
    ["RoleBinding", "ClusterRoleBinding"].flatMap((kind) =>
      ofKind(stack, "rbac.authorization.k8s.io", kind).flatMap((binding) =>
        listAt(binding.object, "subjects").flatMap((each, position) => {
          const name = textAt(each, "name") ?? "";
          if (!everybody.includes(name)) return [];
          return [
            inObject(binding, `subjects[${position}].name`, "a named group or account", {
              actual: name,
            }),
          ];
        }),
      ),
    ),
});
