import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";

import { stackLabel } from "../labels.ts";
import { liveObject } from "../live-object.ts";
import type { PlatformContext } from "./context.ts";
import { refuseWhileTenants } from "./ready.ts";
import {
  claimName,
  readyName,
  recordMetadata,
  recordNamed,
  recordsNamespace,
  tenantName,
} from "./records.ts";

/**
 * The record that this stack uses another stack's platform; made before anything else of it and deleted
 * after, so that the platform is not taken from under it.
 *
 * It has no hook of deletion: a tenant can go whether its platform is there or not.
 */
export class PlatformTenant extends pulumi.ComponentResource {
  /** Refuses to go on when the platform is not there, or another's; for all that must not be made then. */
  public readonly requirePlatform: pulumi.ResourceHook;

  constructor(
    name: string,
    { config, refuseForeign }: PlatformContext,
    opts?: pulumi.ComponentResourceOptions,
  ) {
    super("msa:platform:PlatformTenant", name, {}, opts);
    const { environment, cluster, platform } = config;
    this.requirePlatform = requirePlatform(platform.owner, cluster.context);
    refuseWhileTenants(environment, cluster.context);

    new k8s.core.v1.ConfigMap(
      name,
      {
        metadata: recordMetadata(tenantName(environment), config),
        data: { environment },
      },
      {
        parent: this,
        hooks: {
          beforeCreate: [this.requirePlatform, refuseForeign],
          beforeUpdate: [this.requirePlatform],
        },
      },
    );
    this.registerOutputs({});
  }
}

/** The hook before anything of a tenant is made or changed: the platform of its owner is all there. */
export function requirePlatform(owner: string, context: string): pulumi.ResourceHook {
  return new pulumi.ResourceHook(
    "require-platform",
    async () => {
      const [claim, ready] = await Promise.all([
        liveObject(recordNamed(claimName), context),
        liveObject(recordNamed(readyName), context),
      ]);
      const claimed = claim?.metadata?.labels?.[stackLabel];
      const isReady = ready?.metadata?.labels?.[stackLabel] === owner;
      const problem = absence(owner, claimed, isReady);
      if (problem !== undefined) throw new Error(problem);
    },
    { onDryRun: true },
  );
}

/** Why a tenant may not go on; undefined when it may. */
function absence(owner: string, claimed: string | undefined, isReady: boolean): string | undefined {
  const where = `platform.owner: the platform of stack ${owner}`;
  if (claimed === undefined) {
    return (
      `${where} is not on this cluster (found no ConfigMap ${recordsNamespace}/${claimName}). ` +
      `Deploy ${owner} here first, or remove the line to give this stack a platform of its own.`
    );
  }
  if (claimed !== owner) {
    return (
      `${where} is not on this cluster (found that of ${claimed}). ` +
      `Set platform.owner: ${claimed}, or choose the cluster of ${owner}.`
    );
  }
  if (isReady) return undefined;
  return (
    `${where} is not finished (found no ConfigMap ${recordsNamespace}/${readyName} of it). ` +
    `Deploy ${owner} to its end first.`
  );
}
