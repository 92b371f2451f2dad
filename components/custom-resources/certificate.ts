import * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";

import type { Metadata } from "./metadata.ts";

/** Spec of `cert-manager.io/v1 Certificate` (cert-manager 1.21). */
export interface CertificateSpec {
  /** Secret that gets tls.crt, tls.key and ca.crt; in the same namespace. */
  readonly secretName: string;
  readonly commonName?: string;
  readonly dnsNames?: readonly string[];
  readonly isCA?: boolean;
  /** How long it is asked for; an ACME authority decides by itself. */
  readonly duration: string;
  /** It is renewed when this much of its life is left, percent. */
  readonly renewBeforePercentage: number;
  readonly privateKey: {
    readonly algorithm: "ECDSA";
    readonly size: 256 | 384;
    readonly rotationPolicy: "Always" | "Never";
  };
  readonly usages: readonly string[];
  readonly issuerRef: {
    readonly group: "cert-manager.io";
    readonly kind: "ClusterIssuer";
    readonly name: string;
  };
}

/** cert-manager's Certificate, typed, and known to policy packs by its `__pulumiType`. */
export class Certificate extends k8s.apiextensions.CustomResource {
  /** @internal Read by `@pulumi/policy` to match resources of this class. */
  static readonly __pulumiType = "kubernetes:cert-manager.io/v1:Certificate";

  constructor(
    name: string,
    args: { readonly metadata: Metadata; readonly spec: CertificateSpec },
    opts?: pulumi.CustomResourceOptions,
  ) {
    super(name, { apiVersion: "cert-manager.io/v1", kind: "Certificate", ...args }, opts);
  }
}
