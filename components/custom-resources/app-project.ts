import * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";

import type { Metadata } from "./metadata.ts";

/** A group and kind, as AppProject lists write them; the core group is the empty string. */
export interface GroupKind {
  readonly group: string;
  readonly kind: string;
}

/** Spec of `argoproj.io/v1alpha1 AppProject`, the fields this project sets (Argo CD 3.5 types.go). */
export interface AppProjectSpec {
  /** At most 255 characters. */
  readonly description: string;
  readonly sourceRepos: readonly string[];
  readonly destinations: readonly { readonly server: string; readonly namespace: string }[];
  /** Empty: nothing cluster-scoped may be deployed. */
  readonly clusterResourceWhitelist: readonly GroupKind[];
  readonly namespaceResourceWhitelist: readonly GroupKind[];
  readonly orphanedResources?: { readonly warn: boolean };
}

/** Argo CD's AppProject, typed, and known to policy packs by its `__pulumiType`. */
export class AppProject extends k8s.apiextensions.CustomResource {
  /** @internal Read by `@pulumi/policy` to match resources of this class. */
  static readonly __pulumiType = "kubernetes:argoproj.io/v1alpha1:AppProject";

  constructor(
    name: string,
    args: { readonly metadata: Metadata; readonly spec: AppProjectSpec },
    opts?: pulumi.CustomResourceOptions,
  ) {
    super(name, { apiVersion: "argoproj.io/v1alpha1", kind: "AppProject", ...args }, opts);
  }
}
