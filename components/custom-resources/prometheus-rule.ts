import * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";

import type { RuleGroup } from "../rules/rule.ts";
import type { Metadata } from "./metadata.ts";

/** Spec of `monitoring.coreos.com/v1 PrometheusRule` (prometheus-operator 0.93 types.go). */
export interface PrometheusRuleSpec {
  readonly groups: readonly RuleGroup[];
}

/** The operator's PrometheusRule, typed, and known to policy packs by its `__pulumiType`. */
export class PrometheusRule extends k8s.apiextensions.CustomResource {
  /** @internal Read by `@pulumi/policy` to match resources of this class. */
  static readonly __pulumiType = "kubernetes:monitoring.coreos.com/v1:PrometheusRule";

  constructor(
    name: string,
    args: { readonly metadata: Metadata; readonly spec: PrometheusRuleSpec },
    opts?: pulumi.CustomResourceOptions,
  ) {
    super(name, { apiVersion: "monitoring.coreos.com/v1", kind: "PrometheusRule", ...args }, opts);
  }
}
