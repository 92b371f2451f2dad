import * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";

import type { Metadata } from "./metadata.ts";

interface Provider {
  readonly name: string;
}

/** Spec of `telemetry.istio.io/v1 Telemetry` (Istio 1.31). */
export interface TelemetrySpec {
  readonly tracing?: readonly {
    readonly providers: readonly Provider[];
    /** Requests that are traced unless their caller has decided, percent. */
    readonly randomSamplingPercentage: number;
  }[];
  readonly accessLogging?: readonly { readonly providers: readonly Provider[] }[];
}

/** Istio's Telemetry, typed, and known to policy packs by its `__pulumiType`. */
export class Telemetry extends k8s.apiextensions.CustomResource {
  /** @internal Read by `@pulumi/policy` to match resources of this class. */
  static readonly __pulumiType = "kubernetes:telemetry.istio.io/v1:Telemetry";

  constructor(
    name: string,
    args: { readonly metadata: Metadata; readonly spec: TelemetrySpec },
    opts?: pulumi.CustomResourceOptions,
  ) {
    super(name, { apiVersion: "telemetry.istio.io/v1", kind: "Telemetry", ...args }, opts);
  }
}
