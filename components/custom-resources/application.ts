import * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";

import type { Metadata } from "./metadata.ts";

/** Spec of `argoproj.io/v1alpha1 Application`, the fields this project sets (Argo CD 3.5 types.go). */
export interface ApplicationSpec {
  readonly project: string;
  readonly source: {
    readonly repoURL: string;
    readonly chart: string;
    readonly targetRevision: string;
    readonly helm: { readonly releaseName: string; readonly valuesObject: object };
  };
  readonly destination: { readonly server: string; readonly namespace: string };
  readonly syncPolicy: {
    readonly automated?: {
      readonly enabled: true;
      readonly prune: boolean;
      readonly selfHeal: boolean;
    };
    readonly syncOptions: readonly string[];
    readonly retry?: {
      readonly limit: number;
      readonly backoff: {
        readonly duration: string;
        readonly factor: number;
        readonly maxDuration: string;
      };
    };
  };
  readonly ignoreDifferences?: readonly {
    readonly group: string;
    readonly kind: string;
    readonly jsonPointers: readonly string[];
  }[];
  readonly revisionHistoryLimit: number;
  readonly info: readonly { readonly name: string; readonly value: string }[];
}

/** Argo CD's Application, typed, and known to policy packs by its `__pulumiType`. */
export class Application extends k8s.apiextensions.CustomResource {
  /** @internal Read by `@pulumi/policy` to match resources of this class. */
  static readonly __pulumiType = "kubernetes:argoproj.io/v1alpha1:Application";

  constructor(
    name: string,
    args: { readonly metadata: Metadata; readonly spec: ApplicationSpec },
    opts?: pulumi.CustomResourceOptions,
  ) {
    super(name, { apiVersion: "argoproj.io/v1alpha1", kind: "Application", ...args }, opts);
  }
}
