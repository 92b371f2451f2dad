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
  /** Who may do what inside the project. */
  readonly roles: readonly ProjectRole[];
  /** When its Applications may be synced; empty: at any time. */
  readonly syncWindows: readonly ProjectSyncWindow[];
}

/** A role of a project. */
export interface ProjectRole {
  readonly name: string;
  readonly description: string;
  /** Groups of the login, in quotes where they hold a comma. */
  readonly groups: readonly string[];
  /** `p, proj:<project>:<role>, <resource>, <action>, <project>/<object>, allow`. */
  readonly policies: readonly string[];
}

/** A time in which Applications of a project may be synced, or may not. */
export interface ProjectSyncWindow {
  readonly kind: "allow" | "deny";
  /** Cron with five fields. */
  readonly schedule: string;
  /** Go duration. */
  readonly duration: string;
  /** IANA name; Argo CD takes one it does not know for UTC. */
  readonly timeZone: string;
  /** Names of Applications that it is for. */
  readonly applications?: readonly string[];
  /** Target namespaces that it is for. */
  readonly namespaces?: readonly string[];
  readonly manualSync: boolean;
  /** At most 255 characters. */
  readonly description?: string;
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
