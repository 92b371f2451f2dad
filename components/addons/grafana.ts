import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";

import { ownFieldManager, standardLabels } from "../labels.ts";
import type { PlatformContext } from "../platform/context.ts";
import { GeneratedSecret } from "../secrets/generated-secret.ts";
import { adminSecret, dashboardReader, grafanaValues } from "./grafana/values.ts";
import { HelmAddon } from "./helm-addon.ts";
import { installed } from "./values.ts";

/** Grafana, with its data sources linked and its administrator's password generated once. */
export class Grafana extends pulumi.ComponentResource {
  static readonly addon = "grafana";

  constructor(name: string, context: PlatformContext, opts?: pulumi.ComponentResourceOptions) {
    super("msa:addons:Grafana", name, {}, opts);
    const { config, refuseForeign } = context;
    const { namespace } = installed(config.addons.grafana);

    const administrator = new GeneratedSecret(
      `${name}-admin`,
      {
        namespace,
        name: adminSecret.name,
        stack: config.environment,
        keys: {
          [adminSecret.userKey]: { value: "admin" },
          [adminSecret.passwordKey]: { length: 32 },
        },
        refuseForeign,
      },
      { parent: this },
    );
    const role = new k8s.rbac.v1.ClusterRole(
      `${name}-dashboards`,
      {
        metadata: {
          name: dashboardReader,
          labels: standardLabels("grafana", { stack: config.environment }),
          annotations: ownFieldManager(config.environment),
        },
        rules: [{ apiGroups: [""], resources: ["configmaps"], verbs: ["get", "list", "watch"] }],
      },
      { parent: this, hooks: { beforeCreate: [refuseForeign] } },
    );
    new HelmAddon(name, { release: "grafana", namespace, values: grafanaValues(config) }, context, {
      parent: this,
      dependsOn: [administrator, role],
    });
    this.registerOutputs({});
  }
}
