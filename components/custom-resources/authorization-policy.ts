import * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";

import type { Metadata } from "./metadata.ts";

/** What a request asks for; all that is given must hold. */
export interface RequestOperation {
  readonly hosts?: readonly string[];
  /** Paths that the rule is not about; a `*` at the end stands for everything below. */
  readonly notPaths?: readonly string[];
  /** Ports of the pod that the rule is not about. */
  readonly notPorts?: readonly string[];
}

/** Spec of `security.istio.io/v1 AuthorizationPolicy` (Istio 1.31); empty allows nothing. */
export interface AuthorizationPolicySpec {
  readonly selector?: { readonly matchLabels: Readonly<Record<string, string>> };
  readonly action?: "ALLOW" | "DENY" | "CUSTOM";
  /** Who decides when the action is CUSTOM: an extension provider of the mesh. */
  readonly provider?: { readonly name: string };
  readonly rules?: readonly {
    readonly to: readonly { readonly operation: RequestOperation }[];
  }[];
}

/** Istio's AuthorizationPolicy, typed, and known to policy packs by its `__pulumiType`. */
export class AuthorizationPolicy extends k8s.apiextensions.CustomResource {
  /** @internal Read by `@pulumi/policy` to match resources of this class. */
  static readonly __pulumiType = "kubernetes:security.istio.io/v1:AuthorizationPolicy";

  constructor(
    name: string,
    args: { readonly metadata: Metadata; readonly spec: AuthorizationPolicySpec },
    opts?: pulumi.CustomResourceOptions,
  ) {
    super(name, { apiVersion: "security.istio.io/v1", kind: "AuthorizationPolicy", ...args }, opts);
  }
}
