import type * as pulumi from "@pulumi/pulumi";

import { PlatformClaim } from "./claim.ts";
import type { PlatformContext } from "./context.ts";
import { namedAddons } from "./network/facts.ts";
import { refuseWhileTenants } from "./ready.ts";
import { PlatformTenant } from "./tenant.ts";

/**
 * The first object of a stack, by which those that share a cluster know of each other; none for a stack
 * that installs nothing and shares with nobody.
 */
export function platformRecord(
  context: PlatformContext,
  opts: pulumi.ComponentResourceOptions,
): PlatformClaim | PlatformTenant | undefined {
  if (!context.config.platform.isOwn) return new PlatformTenant("tenant", context, opts);
  if (ownsPlatform(context)) return new PlatformClaim("platform", context, opts);
  // A stack that had a platform until now has its record deleted, which asks for this hook by name.
  refuseWhileTenants(context.config.environment, context.config.cluster.context);
  return undefined;
}

/** Whether others on this cluster depend on this stack: it brings a part of the platform, or has tenants. */
export function ownsPlatform({ config: { addons, platform } }: PlatformContext): boolean {
  const installs = namedAddons(addons).some(([, { install }]) => install);
  return platform.isOwn && (installs || platform.environments.length > 1);
}
