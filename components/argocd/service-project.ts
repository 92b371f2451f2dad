import * as pulumi from "@pulumi/pulumi";

import type { Access, Environment, SyncWindow } from "../../config/model.ts";
import { AppProject, type GroupKind } from "../custom-resources/app-project.ts";
import { ownFieldManager, standardLabels } from "../labels.ts";
import { projectRoles } from "./access/project-roles.ts";
import { projectWindows } from "./access/sync-windows.ts";
import { argoRepository } from "./argo-repository.ts";

export interface ServiceProjectArgs {
  readonly environment: Environment;
  /** Namespace Argo CD runs in. */
  readonly argoNamespace: string;
  /** The only namespace its Applications may deploy to. */
  readonly targetNamespace: string;
  /** Helm repositories its Applications may use; repeated ones count once. */
  readonly chartRepositories: readonly string[];
  /** Who may do what in it. */
  readonly access: Access;
  /** When its Applications may be synced, or may not. */
  readonly windows: readonly SyncWindow[];
  readonly refuseForeign: pulumi.ResourceHook;
}

/** The cluster Argo CD itself runs in, as Applications name it. */
export const inCluster = "https://kubernetes.default.svc";

/**
 * Kinds an Application of this environment may deploy: what the service chart renders.
 * Namespaces, quotas and everything cluster-scoped are Pulumi's.
 */
export const serviceKinds: readonly GroupKind[] = [
  { group: "", kind: "ConfigMap" },
  { group: "", kind: "Service" },
  { group: "", kind: "ServiceAccount" },
  { group: "apps", kind: "Deployment" },
  { group: "autoscaling", kind: "HorizontalPodAutoscaler" },
  { group: "autoscaling.k8s.io", kind: "VerticalPodAutoscaler" },
  { group: "monitoring.coreos.com", kind: "PrometheusRule" },
  { group: "monitoring.coreos.com", kind: "ServiceMonitor" },
  { group: "networking.istio.io", kind: "DestinationRule" },
  { group: "networking.istio.io", kind: "VirtualService" },
  { group: "networking.k8s.io", kind: "NetworkPolicy" },
  { group: "policy", kind: "PodDisruptionBudget" },
  { group: "security.istio.io", kind: "AuthorizationPolicy" },
];

/** Name of the AppProject of an environment. */
export function projectName(environment: Environment): string {
  return `msa-${environment}`;
}

/** The AppProject of one environment: which charts may be deployed, where, as which kinds, by whom and when. */
export class ServiceProject extends pulumi.ComponentResource {
  /** Name of the AppProject, known at preview. */
  public readonly projectName: string;

  constructor(name: string, args: ServiceProjectArgs, opts?: pulumi.ComponentResourceOptions) {
    super("msa:argocd:ServiceProject", name, {}, opts);
    const { environment, targetNamespace: namespace } = args;
    this.projectName = projectName(environment);

    new AppProject(
      name,
      {
        metadata: {
          name: this.projectName,
          namespace: args.argoNamespace,
          labels: standardLabels(this.projectName, { stack: environment }),
          annotations: ownFieldManager(environment),
        },
        spec: {
          description: `Services of the ${environment} environment.`,
          sourceRepos: [...new Set(args.chartRepositories.map(argoRepository))],
          destinations: [{ server: inCluster, namespace }],
          clusterResourceWhitelist: [],
          namespaceResourceWhitelist: serviceKinds,
          roles: projectRoles(this.projectName, args.access),
          syncWindows: projectWindows(args.windows, {
            namespace,
            applicationOf: (service) => `${service}-${environment}`,
          }),
        },
      },
      { parent: this, hooks: { beforeCreate: [args.refuseForeign] } },
    );
    this.registerOutputs({ projectName: this.projectName });
  }
}
