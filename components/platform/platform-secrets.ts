import * as pulumi from "@pulumi/pulumi";

import { channelSecret } from "../secrets/channel-secret.ts";
import { ConfiguredSecret } from "../secrets/configured-secret.ts";
import { oidcClientSecrets } from "../secrets/oidc-client-secret.ts";
import { platformRegistryLogins } from "../secrets/registry-login.ts";
import type { PlatformContext } from "./context.ts";

/** What the platform's own pods are given of `msa:secrets`; must be there before any of them starts. */
export class PlatformSecrets extends pulumi.ComponentResource {
  constructor(name: string, context: PlatformContext, opts?: pulumi.ComponentResourceOptions) {
    super("msa:platform:PlatformSecrets", name, {}, opts);
    const plans = [
      ...platformRegistryLogins(context),
      ...channelSecret(context),
      ...oidcClientSecrets(context),
    ];
    for (const plan of plans) {
      new ConfiguredSecret(plan.logicalName, plan, context, { parent: this });
    }
    this.registerOutputs({});
  }
}
