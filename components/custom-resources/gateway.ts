import * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";

import type { Metadata } from "./metadata.ts";

/** One port of a Gateway and the hosts served there. */
export interface GatewayServer {
  readonly port: {
    readonly number: number;
    readonly name: string;
    readonly protocol: "HTTP" | "HTTPS";
  };
  /** `<namespace>/<host>`: routes to the host count only from that namespace. */
  readonly hosts: readonly string[];
  readonly tls?: {
    readonly mode: "SIMPLE";
    /** Secret with the certificate, in the namespace of the gateway's pods. */
    readonly credentialName: string;
    readonly minProtocolVersion: "TLSV1_2" | "TLSV1_3";
  };
}

/** Spec of `networking.istio.io/v1 Gateway` (Istio 1.31). */
export interface GatewaySpec {
  /** Labels of the pods that serve it. */
  readonly selector: Readonly<Record<string, string>>;
  readonly servers: readonly GatewayServer[];
}

/** Istio's Gateway, typed, and known to policy packs by its `__pulumiType`. */
export class Gateway extends k8s.apiextensions.CustomResource {
  /** @internal Read by `@pulumi/policy` to match resources of this class. */
  static readonly __pulumiType = "kubernetes:networking.istio.io/v1:Gateway";

  constructor(
    name: string,
    args: { readonly metadata: Metadata; readonly spec: GatewaySpec },
    opts?: pulumi.CustomResourceOptions,
  ) {
    super(name, { apiVersion: "networking.istio.io/v1", kind: "Gateway", ...args }, opts);
  }
}
