import { inObject } from "../model/in-object.ts";
import { listAt, textAt } from "../model/read.ts";
import { ofKind } from "../model/stack.ts";
import { levels, withParameters } from "../rule.ts";

export const noClusterAdminBinding = withParameters<{ groups: readonly string[] }>({
  name: "no-cluster-admin-binding",
  family: "access",
  description: "Nobody is bound to cluster-admin but the groups that the rule lists.",
  reason: "Whoever has it has every secret of every namespace.",
  levels: levels.always,
  remediation: "Bind a role with just the rights that are needed.",
  references: [
    "KubeLinter cluster-admin-role-binding",
    "Kyverno restrict-binding-clusteradmin",
    "Trivy KSV-0111",
    "CIS 5.1.1",
    "Kubescape C-0035",
  ],
  scope: "object",
  neverExempt: true,
  parameters: {
    groups: {
      type: "array",
      items: { type: "string" },
      description: "Groups of people that may have it.",
    },
  },
  defaults: () => ({ groups: ["jclee-admins"] }),
  check: (stack, { parameters: { groups } }) =>
    ["RoleBinding", "ClusterRoleBinding"].flatMap((kind) =>
      ofKind(stack, "rbac.authorization.k8s.io", kind)
        .filter(({ object }) => textAt(object, "roleRef.name") === "cluster-admin")
        .filter(
          ({ object }) =>
            !listAt(object, "subjects").every(
              (each) =>
                textAt(each, "kind") === "Group" && groups.includes(textAt(each, "name") ?? ""),
            ),
        )
        .map((binding) => inObject(binding, "roleRef.name", "a role with fewer rights")),
    ),
});
