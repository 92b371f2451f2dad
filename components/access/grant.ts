import * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";

import { ownFieldManager, standardLabels } from "../labels.ts";
import type { PlatformContext } from "../platform/context.ts";
import type { Rule } from "./rules.ts";

const rbac = "rbac.authorization.k8s.io";

/** Who is granted something (rbac.authorization.k8s.io/v1 Subject). */
export interface Subject {
  readonly kind: "Group" | "ServiceAccount";
  readonly name: string;
  readonly namespace?: string;
  readonly apiGroup?: string;
}

/** Groups of people, as the API server knows them. */
export function groups(names: readonly string[]): Subject[] {
  return names.map((name) => ({ kind: "Group", name, apiGroup: rbac }));
}

/** Rights in one namespace: a Role and its binding, under one name. */
export interface Grant {
  readonly name: string;
  readonly namespace: string;
  readonly rules: readonly Rule[];
  readonly subjects: readonly Subject[];
}

/** Makes a Role and binds it. Nothing is made for nobody, or for no rights. */
export function grant(
  logicalName: string,
  { name, namespace, rules, subjects }: Grant,
  { config: { environment: stack }, refuseForeign }: PlatformContext,
  parent: pulumi.Resource,
): void {
  const used = rules.filter(({ resourceNames }) => resourceNames?.length !== 0);
  // Without a name in `resourceNames` a rule is about all of them.
  if (subjects.length === 0 || used.length === 0) return;
  const metadata = accessMetadata(stack, { name, namespace });
  const options = { parent, hooks: { beforeCreate: [refuseForeign] } };
  const role = new k8s.rbac.v1.Role(
    logicalName,
    { metadata, rules: used.map((rule) => mutable(rule)) },
    options,
  );
  new k8s.rbac.v1.RoleBinding(
    logicalName,
    { metadata, roleRef: { apiGroup: rbac, kind: "Role", name }, subjects: [...subjects] },
    { ...options, dependsOn: role },
  );
}

/** Binds a ClusterRole that is there on the whole cluster. Nothing is made for nobody. */
export function grantEverywhere(
  logicalName: string,
  { name, role, subjects }: { name: string; role: string; subjects: readonly Subject[] },
  { config: { environment: stack }, refuseForeign }: PlatformContext,
  options: { readonly parent: pulumi.Resource; readonly dependsOn?: pulumi.Resource },
): void {
  if (subjects.length === 0) return;
  new k8s.rbac.v1.ClusterRoleBinding(
    logicalName,
    {
      metadata: accessMetadata(stack, { name }),
      roleRef: { apiGroup: rbac, kind: "ClusterRole", name: role },
      subjects: [...subjects],
    },
    { ...options, hooks: { beforeCreate: [refuseForeign] } },
  );
}

/** Metadata of an object of access. */
export function accessMetadata<Names extends { readonly name: string }>(
  stack: string,
  names: Names,
) {
  return {
    ...names,
    labels: standardLabels("access", { stack }),
    annotations: ownFieldManager(stack),
  };
}

/** The provider's types know only lists that can be changed. */
export function mutable({ apiGroups, resources, resourceNames, verbs }: Rule) {
  return {
    apiGroups: [...apiGroups],
    resources: [...resources],
    ...(resourceNames !== undefined && { resourceNames: [...resourceNames] }),
    verbs: [...verbs],
  };
}
