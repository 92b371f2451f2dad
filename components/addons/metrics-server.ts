import * as pulumi from "@pulumi/pulumi";

import type { Config } from "../../config/model.ts";
import type { HelmValues } from "../helm-values.ts";
import type { PlatformContext } from "../platform/context.ts";
import { HelmAddon } from "./helm-addon.ts";
import { disruptionBudget, image, installed, pullSecrets, resources } from "./values.ts";

/** metrics-server, which every HPA reads the usage of pods from. */
export class MetricsServer extends pulumi.ComponentResource {
  static readonly addon = "metricsServer";

  constructor(name: string, context: PlatformContext, opts?: pulumi.ComponentResourceOptions) {
    super("msa:addons:MetricsServer", name, {}, opts);
    const { namespace } = installed(context.config.addons.metricsServer);
    new HelmAddon(
      name,
      { release: "metrics-server", namespace, values: metricsServerValues(context.config) },
      context,
      { parent: this },
    );
    this.registerOutputs({});
  }
}

/** Values of the chart metrics-server 3.13.1. */
function metricsServerValues({ addons, images, platform }: Config): HelmValues {
  const size = platform.sizes["metrics-server"];
  const isScraped = addons.prometheus !== undefined;
  return {
    ...image(images, "registry.k8s.io", "metrics-server/metrics-server"),
    ...pullSecrets(images),
    replicas: size.replicas,
    podDisruptionBudget: disruptionBudget(size),
    resources: resources(size),
    metrics: { enabled: isScraped },
    serviceMonitor: { enabled: isScraped },
  };
}
