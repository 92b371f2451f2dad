import * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";

import type { Metadata } from "./metadata.ts";
import type { MonitorEndpoint, MonitorSelector } from "./monitor-endpoint.ts";

/** Spec of `monitoring.coreos.com/v1 ServiceMonitor` (prometheus-operator 0.93). */
export interface ServiceMonitorSpec {
  readonly selector: MonitorSelector;
  readonly endpoints: readonly MonitorEndpoint[];
}

/** The operator's ServiceMonitor, typed, and known to policy packs by its `__pulumiType`. */
export class ServiceMonitor extends k8s.apiextensions.CustomResource {
  /** @internal Read by `@pulumi/policy` to match resources of this class. */
  static readonly __pulumiType = "kubernetes:monitoring.coreos.com/v1:ServiceMonitor";

  constructor(
    name: string,
    args: { readonly metadata: Metadata; readonly spec: ServiceMonitorSpec },
    opts?: pulumi.CustomResourceOptions,
  ) {
    super(name, { apiVersion: "monitoring.coreos.com/v1", kind: "ServiceMonitor", ...args }, opts);
  }
}
