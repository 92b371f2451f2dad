import * as pulumi from "@pulumi/pulumi";

import type { PlatformContext } from "../platform/context.ts";
import { HelmAddon } from "./helm-addon.ts";
import { prometheusValues } from "./prometheus/values.ts";
import { installed } from "./values.ts";

/** Prometheus Operator with Prometheus, Alertmanager and the exporters; its CRDs are a release before it. */
export class Prometheus extends pulumi.ComponentResource {
  static readonly addon = "prometheus";

  constructor(name: string, context: PlatformContext, opts?: pulumi.ComponentResourceOptions) {
    super("msa:addons:Prometheus", name, {}, opts);
    const addon = installed(context.config.addons.prometheus);
    new HelmAddon(
      name,
      {
        release: "kube-prometheus-stack",
        namespace: addon.namespace,
        values: prometheusValues(context.config, addon),
      },
      context,
      { parent: this },
    );
    this.registerOutputs({});
  }
}
