import * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";

import type { Metadata } from "./metadata.ts";

/** How the authority is shown that a host is ours. */
export type AcmeSolver =
  | { readonly dns01: Readonly<Record<string, unknown>> }
  | {
      readonly http01: {
        readonly ingress: {
          readonly class: string;
          readonly serviceType: "ClusterIP";
          readonly podTemplate?: {
            readonly spec: { readonly imagePullSecrets: readonly { readonly name: string }[] };
          };
        };
      };
    };

/** Spec of `cert-manager.io/v1 ClusterIssuer` (cert-manager 1.21): exactly one kind of authority. */
export type ClusterIssuerSpec =
  | { readonly selfSigned: Readonly<Record<string, never>> }
  | { readonly ca: { readonly secretName: string } }
  | {
      readonly acme: {
        readonly server: string;
        readonly email: string;
        readonly privateKeySecretRef: { readonly name: string };
        readonly solvers: readonly AcmeSolver[];
      };
    };

/** cert-manager's ClusterIssuer, typed, and known to policy packs by its `__pulumiType`. */
export class ClusterIssuer extends k8s.apiextensions.CustomResource {
  /** @internal Read by `@pulumi/policy` to match resources of this class. */
  static readonly __pulumiType = "kubernetes:cert-manager.io/v1:ClusterIssuer";

  constructor(
    name: string,
    args: { readonly metadata: Omit<Metadata, "namespace">; readonly spec: ClusterIssuerSpec },
    opts?: pulumi.CustomResourceOptions,
  ) {
    super(name, { apiVersion: "cert-manager.io/v1", kind: "ClusterIssuer", ...args }, opts);
  }
}
