import * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";

import type { Metadata } from "./metadata.ts";
import type { MonitorEndpoint, MonitorSelector } from "./monitor-endpoint.ts";

/** Spec of `monitoring.coreos.com/v1 PodMonitor` (prometheus-operator 0.93). */
export interface PodMonitorSpec {
  readonly selector: MonitorSelector;
  readonly podMetricsEndpoints: readonly MonitorEndpoint[];
}

/** The operator's PodMonitor, typed, and known to policy packs by its `__pulumiType`. */
export class PodMonitor extends k8s.apiextensions.CustomResource {
  /** @internal Read by `@pulumi/policy` to match resources of this class. */
  static readonly __pulumiType = "kubernetes:monitoring.coreos.com/v1:PodMonitor";

  constructor(
    name: string,
    args: { readonly metadata: Metadata; readonly spec: PodMonitorSpec },
    opts?: pulumi.CustomResourceOptions,
  ) {
    super(name, { apiVersion: "monitoring.coreos.com/v1", kind: "PodMonitor", ...args }, opts);
  }
}
