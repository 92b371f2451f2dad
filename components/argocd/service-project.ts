import * as pulumi from "@pulumi/pulumi";

import type { Environment } from "../../config/model.ts";
import { AppProject, type GroupKind } from "../custom-resources/app-project.ts";
import { ownFieldManager, standardLabels } from "../labels.ts";
import { argoRepository } from "./argo-repository.ts";

export interface ServiceProjectArgs {
  readonly environment: Environment;
  /** Namespace Argo CD runs in. */
  readonly argoNamespace: string;
  /** The only namespace its Applications may deploy to. */
  readonly targetNamespace: string;
  /** Helm repositories its Applications may use; repeated ones count once. */
  readonly chartRepositories: readonly string[];
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

/** The AppProject of one environment: which charts may be deployed, where, and as which kinds. */
export class ServiceProject extends pulumi.ComponentResource {
  /** Name of the AppProject, known at preview. */
  public readonly projectName: string;

  constructor(name: string, args: ServiceProjectArgs, opts?: pulumi.ComponentResourceOptions) {
    super("msa:argocd:ServiceProject", name, {}, opts);
    this.projectName = `msa-${args.environment}`;

    new AppProject(
      name,
      {
        metadata: {
          name: this.projectName,
          namespace: args.argoNamespace,
          labels: standardLabels(this.projectName, { stack: args.environment }),
          annotations: ownFieldManager(args.environment),
        },
        spec: {
          description: `Services of the ${args.environment} environment.`,
          sourceRepos: [...new Set(args.chartRepositories.map(argoRepository))],
          destinations: [{ server: inCluster, namespace: args.targetNamespace }],
          clusterResourceWhitelist: [],
          namespaceResourceWhitelist: serviceKinds,
        },
      },
      { parent: this, hooks: { beforeCreate: [args.refuseForeign] } },
    );
    this.registerOutputs({ projectName: this.projectName });
  }
}
