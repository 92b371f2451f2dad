import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";

import { ServiceMonitor } from "../custom-resources/service-monitor.ts";
import { ownFieldManager, standardLabels } from "../labels.ts";
import type { PlatformContext } from "../platform/context.ts";
import { HelmAddon } from "./helm-addon.ts";
import { jaegerValues } from "./jaeger/values.ts";
import { installed, volumeClaim } from "./values.ts";

/** Jaeger 2 in one pod: takes spans over OTLP, keeps them, shows them. */
export class Jaeger extends pulumi.ComponentResource {
  static readonly addon = "jaeger";

  constructor(name: string, context: PlatformContext, opts?: pulumi.ComponentResourceOptions) {
    super("msa:addons:Jaeger", name, {}, opts);
    const { config } = context;
    const { namespace } = installed(config.addons.jaeger);
    const claim = config.platform.sizes.jaeger.storage === undefined ? undefined : "jaeger";

    const release = new HelmAddon(
      name,
      { release: "jaeger", namespace, values: jaegerValues(config, claim) },
      context,
      {
        parent: this,
        ...(claim !== undefined && { dependsOn: this.volume(name, claim, namespace, context) }),
      },
    );
    if (config.addons.prometheus !== undefined) {
      this.monitor(name, namespace, context, release);
    }
    this.registerOutputs({});
  }

  /** The chart has no volume of its own. */
  private volume(
    name: string,
    claim: string,
    namespace: string,
    { config, refuseForeign }: PlatformContext,
  ): pulumi.Resource {
    const { platform, environment: stack } = config;
    return new k8s.core.v1.PersistentVolumeClaim(
      `${name}-traces`,
      {
        metadata: {
          name: claim,
          namespace,
          labels: standardLabels("jaeger", { stack }),
          annotations: {
            ...ownFieldManager(stack),
            // Many StorageClasses make a volume only once a pod wants it, and the pod comes after.
            "pulumi.com/skipAwait": "true",
          },
        },
        spec: volumeClaim(platform.sizes.jaeger.storage ?? "", platform),
      },
      { parent: this, hooks: { beforeCreate: [refuseForeign] } },
    );
  }

  /** The chart has none. */
  private monitor(
    name: string,
    namespace: string,
    { config, refuseForeign }: PlatformContext,
    release: pulumi.Resource,
  ): void {
    const stack = config.environment;
    new ServiceMonitor(
      `${name}-monitor`,
      {
        metadata: {
          name: "jaeger",
          namespace,
          labels: standardLabels("jaeger", { stack }),
          annotations: ownFieldManager(stack),
        },
        spec: {
          selector: {
            matchLabels: {
              "app.kubernetes.io/name": "jaeger",
              "app.kubernetes.io/instance": "jaeger",
            },
          },
          endpoints: [{ port: "internal-metrics", interval: "30s" }],
        },
      },
      { parent: this, dependsOn: release, hooks: { beforeCreate: [refuseForeign] } },
    );
  }
}
