import {
  denyAllButDns,
  servicePolicies,
  type NamedNetworkPolicy,
} from "./platform/network/policies.ts";

export type { NamedNetworkPolicy };

export interface NetworkPoliciesArgs {
  /** Namespace istiod runs in; absent without a mesh. */
  readonly istioNamespace?: string;
  /** Namespace Prometheus runs in; absent without it. */
  readonly monitoringNamespace?: string;
  /** Namespace Jaeger runs in; absent without it. */
  readonly tracingNamespace?: string;
}

/**
 * The allows that name a namespace, not a service: everything is denied, then DNS and the platform's
 * own paths to and from all services are let through. What names a service (its callers, the gateway)
 * is rendered by the service's chart.
 */
export function networkPolicies(args: NetworkPoliciesArgs): readonly NamedNetworkPolicy[] {
  const { istioNamespace, monitoringNamespace, tracingNamespace } = args;
  const policies = servicePolicies({
    homes: {
      ...(istioNamespace !== undefined && { istio: istioNamespace }),
      ...(monitoringNamespace !== undefined && { prometheus: monitoringNamespace }),
      // Traces are what sidecars send; without a mesh there are none.
      ...(istioNamespace !== undefined &&
        tracingNamespace !== undefined && { jaeger: tracingNamespace }),
    },
    routed: [],
    knowsGateway: false,
    usesAcme: false,
    chartPorts: [],
    messagePorts: [],
    oidcPorts: [],
    redisPort: 0,
  });
  return [...denyAllButDns, ...policies];
}
