import * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";

import type { Metadata } from "./metadata.ts";

/** One route of a VirtualService: to a Service, or away to another address. */
export interface HttpRoute {
  readonly name: string;
  readonly match?: readonly { readonly uri: { readonly prefix: string } }[];
  readonly route?: readonly {
    readonly destination: { readonly host: string; readonly port: { readonly number: number } };
  }[];
  readonly redirect?: { readonly scheme: "https"; readonly redirectCode: number };
  readonly headers?: { readonly response: { readonly set: Readonly<Record<string, string>> } };
}

/** Spec of `networking.istio.io/v1 VirtualService` (Istio 1.31). */
export interface VirtualServiceSpec {
  readonly hosts: readonly string[];
  /** `<namespace>/<name>` of the Gateways that it gives routes to. */
  readonly gateways: readonly string[];
  /** Namespaces that see it; `.` is its own. */
  readonly exportTo: readonly string[];
  /** The first that matches is taken. */
  readonly http: readonly HttpRoute[];
}

/** Istio's VirtualService, typed, and known to policy packs by its `__pulumiType`. */
export class VirtualService extends k8s.apiextensions.CustomResource {
  /** @internal Read by `@pulumi/policy` to match resources of this class. */
  static readonly __pulumiType = "kubernetes:networking.istio.io/v1:VirtualService";

  constructor(
    name: string,
    args: { readonly metadata: Metadata; readonly spec: VirtualServiceSpec },
    opts?: pulumi.CustomResourceOptions,
  ) {
    super(name, { apiVersion: "networking.istio.io/v1", kind: "VirtualService", ...args }, opts);
  }
}
