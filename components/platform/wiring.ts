import * as pulumi from "@pulumi/pulumi";

import { dashboardsArgs } from "../dashboards/config-dashboards.ts";
import { GrafanaDashboards } from "../dashboards/grafana-dashboards.ts";
import { CertificateIssuer } from "../mesh/certificate-issuer.ts";
import { ManagementRoutes } from "../mesh/management-routes.ts";
import { MeshMonitors } from "../mesh/mesh-monitors.ts";
import { MeshPolicy } from "../mesh/mesh-policy.ts";
import { platformRulesArgs } from "../rules/config-rules.ts";
import { PrometheusRules } from "../rules/prometheus-rules.ts";
import type { PlatformContext } from "./context.ts";

/**
 * What makes single add-ons one platform: who may talk to whom in the mesh, who signs certificates, the
 * ways to the tools, what is measured, drawn and alerted on. Once per cluster, so the owner's.
 */
export class PlatformWiring extends pulumi.ComponentResource {
  constructor(name: string, context: PlatformContext, opts?: pulumi.ComponentResourceOptions) {
    super("msa:platform:PlatformWiring", name, {}, opts);
    const { grafana, prometheus } = context.config.addons;
    const inside = { parent: this };

    wireMesh(context, inside);
    if (grafana?.install === true) {
      new GrafanaDashboards("dashboards", dashboardsArgs(context), inside);
    }
    if (prometheus?.install === true) {
      new PrometheusRules("platform-rules", platformRulesArgs(context), inside);
    }
    this.registerOutputs({});
  }
}

function wireMesh(context: PlatformContext, inside: pulumi.ComponentResourceOptions): void {
  const { certManager, istio, prometheus } = context.config.addons;
  if (certManager?.install === true || istio?.makesGateway === true) {
    new CertificateIssuer("issuer", context, inside);
  }
  if (istio?.install === true) {
    new MeshPolicy("mesh", context, inside);
    if (istio.makesGateway) new ManagementRoutes("management", context, inside);
    if (prometheus !== undefined) new MeshMonitors("mesh-monitors", context, inside);
  }
}
