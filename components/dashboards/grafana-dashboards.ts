import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";

import { ownFieldManager, standardLabels } from "../labels.ts";
import { dashboards, type DashboardFacts } from "./dashboards.ts";

export interface GrafanaDashboardsArgs extends DashboardFacts {
  /** Namespace the ConfigMaps live in. */
  readonly namespace: string;
  /** Stack that owns them. */
  readonly stack: string;
  /** Refuses a ConfigMap that exists and is not this stack's. */
  readonly refuseForeign: pulumi.ResourceHook;
}

/** The dashboards as ConfigMaps, which Grafana's sidecar finds by their label and loads. */
export class GrafanaDashboards extends pulumi.ComponentResource {
  /** Uids of the dashboards, known at preview; each is at `<Grafana>/d/<uid>`. */
  public readonly uids: readonly string[];

  constructor(name: string, args: GrafanaDashboardsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("msa:observability:GrafanaDashboards", name, {}, opts);
    const all = dashboards(args);
    this.uids = all.map(({ uid }) => uid);
    for (const dashboard of all) {
      const configMap = `dashboard-${dashboard.uid}`;
      new k8s.core.v1.ConfigMap(
        `${name}-${dashboard.uid}`,
        {
          metadata: {
            name: configMap,
            namespace: args.namespace,
            labels: { ...standardLabels(configMap, { stack: args.stack }), grafana_dashboard: "1" },
            annotations: { ...ownFieldManager(args.stack), grafana_folder: "MSA" },
          },
          data: { [`${dashboard.uid}.json`]: JSON.stringify(dashboard) },
        },
        { parent: this, hooks: { beforeCreate: [args.refuseForeign] } },
      );
    }
    this.registerOutputs({ uids: this.uids });
  }
}
