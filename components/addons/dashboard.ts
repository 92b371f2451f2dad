import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";

import type { Config } from "../../config/model.ts";
import type { HelmValues } from "../helm-values.ts";
import { ownFieldManager, standardLabels } from "../labels.ts";
import type { PlatformContext } from "../platform/context.ts";
import { HelmAddon } from "./helm-addon.ts";
import {
  disruptionBudget,
  installed,
  pullSecrets,
  registryOf,
  resources,
  restrictedContainer,
} from "./values.ts";

/** The release's ServiceAccount, as its chart names it. */
const account = "headlamp";

/** Headlamp, the dashboard of Kubernetes. Its own account may read what the role `view` shows: no Secret. */
export class Dashboard extends pulumi.ComponentResource {
  static readonly addon = "dashboard";

  constructor(name: string, context: PlatformContext, opts?: pulumi.ComponentResourceOptions) {
    super("msa:addons:Dashboard", name, {}, opts);
    const { config, refuseForeign } = context;
    const { namespace } = installed(config.addons.dashboard);
    const stack = config.environment;

    const release = new HelmAddon(
      name,
      { release: "headlamp", namespace, values: headlampValues(config) },
      context,
      { parent: this },
    );
    new k8s.rbac.v1.ClusterRoleBinding(
      `${name}-view`,
      {
        metadata: {
          name: "msa-dashboard-view",
          labels: standardLabels("headlamp", { stack }),
          annotations: ownFieldManager(stack),
        },
        roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: "view" },
        subjects: [{ kind: "ServiceAccount", name: account, namespace }],
      },
      { parent: this, dependsOn: release, hooks: { beforeCreate: [refuseForeign] } },
    );
    this.registerOutputs({});
  }
}

/** Values of the chart headlamp 0.45.0. */
function headlampValues({ addons, images, platform }: Config): HelmValues {
  const size = platform.sizes.dashboard;
  return {
    image: { registry: registryOf(images, "ghcr.io") },
    ...pullSecrets(images),
    replicaCount: size.replicas,
    podDisruptionBudget: disruptionBudget(size),
    resources: resources(size),
    serviceAccount: { name: account },
    // The chart's would make everybody who can open it an administrator of the cluster.
    clusterRoleBinding: { create: false },
    config: {
      inCluster: true,
      // A working day, in seconds.
      sessionTTL: 28_800,
      // Behind a login everybody sees what its account may; without one, each brings a token.
      unsafeUseServiceAccountToken: addons.oauth2Proxy !== undefined,
      // The chart would make a Secret called `oidc`, the name of the one that oauth2-proxy reads.
      oidc: { secret: { create: false } },
    },
    podSecurityContext: { seccompProfile: { type: "RuntimeDefault" } },
    // The user of its image, which the chart's own map would say; a map of ours is laid over it.
    securityContext: { ...restrictedContainer, readOnlyRootFilesystem: true },
  };
}
