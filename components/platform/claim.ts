import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";

import { releasesOf } from "./releases.ts";
import { stackLabel } from "../labels.ts";
import { liveObject } from "../live-object.ts";
import type { PlatformContext } from "./context.ts";
import { claimName, recordMetadata, recordNamed, recordsNamespace } from "./records.ts";

/**
 * The record that this cluster has a platform and whose it is; the first object of the owner's, on which
 * all others depend.
 *
 * What has to be there once (webhooks, CRDs, the mesh) cannot be there twice. A second owner is refused
 * in its preview, before anything is written.
 */
export class PlatformClaim extends pulumi.ComponentResource {
  constructor(
    name: string,
    { config, refuseForeign }: PlatformContext,
    opts?: pulumi.ComponentResourceOptions,
  ) {
    super("msa:platform:PlatformClaim", name, {}, opts);
    new k8s.core.v1.ConfigMap(
      name,
      {
        metadata: recordMetadata(claimName, config, {
          "msa-gitops/releases": releasesOf(config).join(", "),
        }),
        data: { owner: config.environment },
      },
      {
        parent: this,
        hooks: {
          beforeCreate: [
            refuseSecondOwner(config.environment, config.cluster.context),
            refuseForeign,
          ],
        },
      },
    );
    this.registerOutputs({});
  }
}

/** The hook before a platform is claimed: what is claimed already stays so. */
export function refuseSecondOwner(stack: string, context: string): pulumi.ResourceHook {
  return new pulumi.ResourceHook(
    "refuse-second-owner",
    async () => {
      const live = await liveObject(recordNamed(claimName), context);
      const owner = live?.metadata?.labels?.[stackLabel];
      if (owner !== undefined && owner !== stack) throw new Error(claimed(owner));
    },
    { onDryRun: true },
  );
}

function claimed(owner: string): string {
  return (
    `platform.owner: the cluster already has the platform of stack ${owner} ` +
    `(found ConfigMap ${recordsNamespace}/${claimName}). ` +
    `Set platform.owner: ${owner}, or destroy that one first.`
  );
}
