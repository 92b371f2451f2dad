import * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";

import type { Metadata } from "./metadata.ts";

/** Spec of `security.istio.io/v1 PeerAuthentication` (Istio 1.31). */
export interface PeerAuthenticationSpec {
  readonly mtls: { readonly mode: "STRICT" | "PERMISSIVE" | "DISABLE" };
}

/** Istio's PeerAuthentication, typed, and known to policy packs by its `__pulumiType`. */
export class PeerAuthentication extends k8s.apiextensions.CustomResource {
  /** @internal Read by `@pulumi/policy` to match resources of this class. */
  static readonly __pulumiType = "kubernetes:security.istio.io/v1:PeerAuthentication";

  constructor(
    name: string,
    args: { readonly metadata: Metadata; readonly spec: PeerAuthenticationSpec },
    opts?: pulumi.CustomResourceOptions,
  ) {
    super(name, { apiVersion: "security.istio.io/v1", kind: "PeerAuthentication", ...args }, opts);
  }
}
