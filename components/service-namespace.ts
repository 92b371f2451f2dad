import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";

import type { Profile, Quota } from "../config/model.ts";
import { ownFieldManager, standardLabels } from "./labels.ts";
import { networkPolicies } from "./network-policies.ts";
import { servicesLabel } from "./platform/network/workloads.ts";

export interface ServiceNamespaceArgs {
  /** Name of the namespace. */
  readonly namespace: string;
  /** Stack that owns it. */
  readonly stack: string;
  /** Sum of what its services may ever use. */
  readonly quota: Quota;
  /** Size given to a container that names none. */
  readonly profile: Profile;
  /** Namespace istiod runs in; absent without a mesh. */
  readonly istioNamespace?: string;
  /** Namespace Prometheus runs in; absent without it. */
  readonly monitoringNamespace?: string;
  /** Namespace Jaeger runs in; absent without it. */
  readonly tracingNamespace?: string;
  /** Refuses to go on without the platform of another stack; absent with a platform of its own. */
  readonly requirePlatform?: pulumi.ResourceHook;
  /** Refuses a namespace that exists and is not this stack's. */
  readonly refuseForeign: pulumi.ResourceHook;
}

/**
 * The namespace all services of an environment run in, with its guard rails.
 *
 * Pulumi owns what names the namespace; what names one service belongs to that service's chart.
 */
export class ServiceNamespace extends pulumi.ComponentResource {
  /** Name of the namespace, known at preview. */
  public readonly namespaceName: string;

  constructor(name: string, args: ServiceNamespaceArgs, opts?: pulumi.ComponentResourceOptions) {
    super("msa:platform:ServiceNamespace", name, {}, opts);
    this.namespaceName = args.namespace;
    const labels = standardLabels("microservices", { stack: args.stack });
    const annotations = ownFieldManager(args.stack);

    const namespace = new k8s.core.v1.Namespace(
      name,
      {
        metadata: {
          name: args.namespace,
          labels: { ...labels, ...guardLabels(args) },
          annotations,
        },
      },
      {
        parent: this,
        hooks: {
          beforeCreate: [...required(args), args.refuseForeign],
          ...(args.requirePlatform !== undefined && { beforeUpdate: required(args) }),
        },
      },
    );
    // What is in the namespace goes with it; deleting each object first only takes longer.
    const inside = { parent: this, dependsOn: namespace, deletedWith: namespace };
    const metadata = (child: string) => ({
      name: child,
      namespace: args.namespace,
      labels,
      annotations,
    });

    new k8s.core.v1.ResourceQuota(
      `${name}-quota`,
      { metadata: metadata("services"), spec: { hard: hardLimits(args.quota) } },
      inside,
    );
    new k8s.core.v1.LimitRange(
      `${name}-limits`,
      { metadata: metadata("services"), spec: { limits: [containerDefaults(args.profile)] } },
      inside,
    );
    for (const policy of networkPolicies(args)) {
      new k8s.networking.v1.NetworkPolicy(
        `${name}-${policy.name}`,
        { metadata: metadata(policy.name), spec: policy.spec },
        inside,
      );
    }
    this.registerOutputs({ namespaceName: this.namespaceName });
  }
}

function required({ requirePlatform }: ServiceNamespaceArgs): pulumi.ResourceHook[] {
  return requirePlatform === undefined ? [] : [requirePlatform];
}

/**
 * Labels that others act on: Pod Security admission, sidecar injection in a mesh, and the policies of
 * the platform's namespaces, which let services in by this label.
 */
function guardLabels(args: ServiceNamespaceArgs): Record<string, string> {
  return {
    "pod-security.kubernetes.io/enforce": "restricted",
    "pod-security.kubernetes.io/audit": "restricted",
    "pod-security.kubernetes.io/warn": "restricted",
    [servicesLabel]: "true",
    ...(args.istioNamespace !== undefined && { "istio-injection": "enabled" }),
  };
}

function hardLimits(quota: Quota): Record<string, string> {
  return {
    pods: String(quota.pods),
    "requests.cpu": quota.requests.cpu,
    "requests.memory": quota.requests.memory,
    "limits.cpu": quota.limits.cpu,
    "limits.memory": quota.limits.memory,
  };
}

/** A quota refuses pods without requests and limits; these are given to containers that name none. */
function containerDefaults(profile: Profile) {
  return {
    type: "Container",
    default: { ...profile.limits },
    defaultRequest: { ...profile.requests },
  };
}
