import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";

import { stackLabel } from "../labels.ts";
import { liveConfigMaps } from "../live-object.ts";
import type { PlatformContext } from "./context.ts";
import {
  platformOwnerLabel,
  readyName,
  recordMetadata,
  recordsNamespace,
  tenantName,
} from "./records.ts";

/**
 * The record that a platform is all there. It depends on everything else of its stack, so it is made
 * last and deleted first; and its deletion is refused while other stacks use the platform.
 */
export class PlatformReady extends pulumi.ComponentResource {
  constructor(
    name: string,
    { config, refuseForeign }: PlatformContext,
    opts: pulumi.ComponentResourceOptions & {
      readonly dependsOn: NonNullable<pulumi.ComponentResourceOptions["dependsOn"]>;
    },
  ) {
    super("msa:platform:PlatformReady", name, {}, opts);
    new k8s.core.v1.ConfigMap(
      name,
      { metadata: recordMetadata(readyName, config), data: { owner: config.environment } },
      {
        parent: this,
        hooks: {
          beforeCreate: [refuseForeign],
          beforeDelete: [refuseWhileTenants(config.environment, config.cluster.context)],
        },
      },
    );
    this.registerOutputs({});
  }
}

/**
 * The hook before a platform is deleted. The engine looks for it by its name in the program that runs,
 * so a stack that was an owner and is a tenant now needs it too.
 */
export function refuseWhileTenants(owner: string, context: string): pulumi.ResourceHook {
  return new pulumi.ResourceHook(
    "refuse-while-tenants",
    async () => {
      const selector = `${platformOwnerLabel}=${owner}`;
      const records = await liveConfigMaps(recordsNamespace, selector, context);
      const tenants = records
        .map(({ metadata }) => metadata)
        .filter((metadata) => metadata?.name?.startsWith(tenantName("")) === true)
        .map((metadata) => metadata?.labels?.[stackLabel] ?? metadata?.name ?? "")
        .sort();
      if (tenants.length > 0) throw new Error(inUse(owner, tenants));
    },
    { onDryRun: true },
  );
}

function inUse(owner: string, tenants: readonly string[]): string {
  const prefix = `${recordsNamespace}/${tenantName("")}`;
  return (
    `platform.owner: the platform of stack ${owner} is used by ${tenants.join(" and ")} ` +
    `(found ConfigMaps ${prefix}…). Destroy ${tenants.length === 1 ? "it" : "them"} first.`
  );
}
