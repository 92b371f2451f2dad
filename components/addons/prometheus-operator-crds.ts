import * as pulumi from "@pulumi/pulumi";

import type { PlatformContext } from "../platform/context.ts";
import { HelmAddon } from "./helm-addon.ts";
import { installed } from "./values.ts";

/**
 * The kinds of the Prometheus Operator, in a release of their own: Helm never upgrades what a chart has in
 * `crds/`, and every add-on with a ServiceMonitor needs them long before Prometheus runs.
 */
export class PrometheusOperatorCrds extends pulumi.ComponentResource {
  static readonly addon = "prometheus";
  static readonly logicalName = "prometheus-operator-crds";

  constructor(name: string, context: PlatformContext, opts?: pulumi.ComponentResourceOptions) {
    super("msa:addons:PrometheusOperatorCrds", name, {}, opts);
    const { namespace } = installed(context.config.addons.prometheus);
    new HelmAddon(name, { release: "prometheus-operator-crds", namespace, values: {} }, context, {
      parent: this,
    });
    this.registerOutputs({});
  }
}
