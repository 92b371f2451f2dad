import { inObject } from "../model/in-object.ts";
import { listAt, textAt } from "../model/read.ts";
import { ofKind } from "../model/stack.ts";
import { levels, withParameters } from "../rule.ts";

interface Parameters {
  readonly groups: readonly string[];
  readonly accounts: readonly string[];
}

export const noClusterAdminBinding = withParameters<Parameters>({
  name: "no-cluster-admin-binding",
  family: "access",
  description: "Nobody is bound to cluster-admin but the groups and accounts that the rule lists.",
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
    accounts: {
      type: "array",
      items: { type: "string" },
      description: "ServiceAccounts that may have it, as namespace/name.",
    },
  },
  // CI's account of the cluster level is used behind an approval (docs/how-to/give-people-access.md).
  defaults: () => ({
    groups: ["jclee-admins"],
    accounts: ["development", "staging", "production"].map((name) => `msa-ci-${name}/platform`),
  }),
  check: (stack, { parameters }) =>
    ["RoleBinding", "ClusterRoleBinding"].flatMap((kind) =>
      ofKind(stack, "rbac.authorization.k8s.io", kind)
        .filter(({ object }) => textAt(object, "roleRef.name") === "cluster-admin")
        .filter(
          ({ object }) => !listAt(object, "subjects").every((each) => isListed(each, parameters)),
        )
        .map((binding) => inObject(binding, "roleRef.name", "a role with fewer rights")),
    ),
});

function isListed(subject: unknown, { groups, accounts }: Parameters): boolean {
  const name = textAt(subject, "name") ?? "";
  if (textAt(subject, "kind") === "Group") return groups.includes(name);
  if (textAt(subject, "kind") !== "ServiceAccount") return false;
  return accounts.includes(`${textAt(subject, "namespace") ?? ""}/${name}`);
}
