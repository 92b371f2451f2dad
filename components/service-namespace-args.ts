import type { PlatformContext } from "./platform/context.ts";
import { PlatformTenant } from "./platform/tenant.ts";
import type { ServiceNamespaceArgs } from "./service-namespace.ts";

/**
 * The services' namespace of an environment, from its configuration.
 *
 * @param record the stack's first object; a tenant's refuses to go on without its platform.
 */
export function namespaceArgs(
  { config, refuseForeign }: PlatformContext,
  record: unknown,
): ServiceNamespaceArgs {
  const { addons, environment: stack, namespace, profile, quota } = config;
  return {
    namespace,
    stack,
    quota,
    profile,
    ...(addons.istio !== undefined && { istioNamespace: addons.istio.namespace }),
    ...(addons.prometheus !== undefined && { monitoringNamespace: addons.prometheus.namespace }),
    ...(addons.jaeger !== undefined && { tracingNamespace: addons.jaeger.namespace }),
    ...(record instanceof PlatformTenant && { requirePlatform: record.requirePlatform }),
    refuseForeign,
  };
}
