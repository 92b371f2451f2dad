import { existsSync, globSync, readFileSync } from "node:fs";
import { join } from "node:path";

import type { Started } from "../checkout.ts";

/** A step of `./msa up`, at the beginning of which it can be interrupted. */
export interface UpStep {
  readonly name: string;
  readonly hasBegun: (run: RunningUp) => boolean;
}

/** A run that goes on, and where it keeps its files. */
export interface RunningUp extends Pick<Started, "stderr"> {
  /** `.msa/local/<environment>` of its checkout. */
  readonly folder: string;
}

/** Types of resources that an `up` of development with Argo CD alone makes, each of which is a step. */
export const resourceTypes: readonly string[] = [
  "pulumi:providers:kubernetes",
  "kubernetes:core/v1:ConfigMap",
  "kubernetes:core/v1:Namespace",
  "kubernetes:core/v1:ResourceQuota",
  "kubernetes:networking.k8s.io/v1:NetworkPolicy",
  "kubernetes:core/v1:Secret",
  "kubernetes:helm.sh/v3:Release",
  "kubernetes:admissionregistration.k8s.io/v1:ValidatingAdmissionPolicy",
  "kubernetes:admissionregistration.k8s.io/v1:ValidatingAdmissionPolicyBinding",
  "kubernetes:core/v1:ServiceAccount",
  "kubernetes:rbac.authorization.k8s.io/v1:ClusterRole",
  "kubernetes:rbac.authorization.k8s.io/v1:ClusterRoleBinding",
  "kubernetes:rbac.authorization.k8s.io/v1:Role",
  "kubernetes:rbac.authorization.k8s.io/v1:RoleBinding",
  "kubernetes:core/v1:LimitRange",
  "kubernetes:argoproj.io/v1alpha1:AppProject",
  "kubernetes:argoproj.io/v1alpha1:Application",
];

const said = (name: string, words: string): UpStep => ({
  name,
  hasBegun: ({ stderr }) => stderr().includes(words),
});

/** Begun as soon as the engine has written down that it makes one, which it does before it makes it. */
export const making = (type: string): UpStep => ({
  name: `making ${type}`,
  hasBegun: ({ folder }) => stateText(folder).replaceAll(" ", "").includes(`"type":"${type}"`),
});

/** Every step of an `up`, in order. */
export const upSteps: readonly UpStep[] = [
  {
    name: "starting the cluster",
    hasBegun: ({ folder }) => existsSync(join(folder, "cluster")),
  },
  said("previewing", "Previewing …"),
  said("applying", "Applying "),
  {
    name: "locking the state",
    hasBegun: ({ folder }) => globSync("state/.pulumi/locks/**/*.json", { cwd: folder }).length > 0,
  },
  ...resourceTypes.map(making),
  said("waiting for the Applications", "Waiting for the Applications"),
];

/** The state as the file backend has it at this moment; empty before its first write. */
export function stateText(folder: string): string {
  const [file] = globSync("state/.pulumi/stacks/*/*.json", { cwd: folder });
  if (file === undefined) return "";
  try {
    return readFileSync(join(folder, file), "utf8");
  } catch {
    return ""; // between two writes
  }
}
