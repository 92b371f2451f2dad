import * as pulumi from "@pulumi/pulumi";

import type { PlatformContext } from "../platform/context.ts";
import { GeneratedSecret } from "../secrets/generated-secret.ts";
import { argoCdValues } from "./argo-cd/values.ts";
import { HelmAddon } from "./helm-addon.ts";

/**
 * Argo CD, which keeps the services in step with what is declared.
 *
 * Must come after the CRDs of the Prometheus Operator, where those are used: its chart leaves the
 * ServiceMonitors out, without a word, when it does not find their kind.
 */
export class ArgoCd extends pulumi.ComponentResource {
  static readonly addon = "argoCd";

  constructor(name: string, context: PlatformContext, opts?: pulumi.ComponentResourceOptions) {
    super("msa:addons:ArgoCd", name, {}, opts);
    const { config, refuseForeign } = context;
    const { namespace } = config.addons.argoCd;

    const cachePassword = new GeneratedSecret(
      `${name}-redis`,
      {
        namespace,
        // The name and the key that the chart's pods read.
        name: "argocd-redis",
        stack: config.environment,
        keys: { auth: { length: 32 } },
        refuseForeign,
      },
      { parent: this },
    );
    new HelmAddon(name, { release: "argo-cd", namespace, values: argoCdValues(config) }, context, {
      parent: this,
      dependsOn: cachePassword,
    });
    this.registerOutputs({});
  }
}
