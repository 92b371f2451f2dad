import { createHash } from "node:crypto";

import * as pulumi from "@pulumi/pulumi";

import type { Chart, Environment, SyncPolicy } from "../../config/model.ts";
import { Application, type ApplicationSpec } from "../custom-resources/application.ts";
import { ownFieldManager, standardLabels } from "../labels.ts";
import { argoRepository } from "./argo-repository.ts";
import { inCluster } from "./service-project.ts";
import type { ServiceValues } from "./service-values.ts";

/** What Argo CD must know to keep one service in step. */
export interface ServiceApplicationArgs {
  /** Name of the service; also its Helm release, so its objects carry it. */
  readonly service: string;
  readonly description: string;
  /** Public host name. */
  readonly host: string;
  readonly environment: Environment;
  /** Name of the Application. */
  readonly applicationName: string;
  /** AppProject that bounds where it may deploy. */
  readonly project: string;
  /** Namespace Argo CD runs in; Applications live beside it. */
  readonly argoNamespace: string;
  readonly targetNamespace: string;
  readonly chart: Chart;
  readonly values: ServiceValues;
  readonly sync: SyncPolicy;
  /** Annotations by which its events are told; empty where nobody listens. */
  readonly notifications: Readonly<Record<string, string>>;
  /** True when an HPA owns `spec.replicas` of the Deployment. */
  readonly autoscaled: boolean;
  /** Wait in `pulumi up` until what was just declared is Synced and Healthy. */
  readonly awaitHealthy: boolean;
  readonly refuseForeign: pulumi.ResourceHook;
}

/** A rollout takes minutes on a cold cluster: nodes are added, images pulled. */
const awaitTimeout = "15m";

/**
 * One service, declared to Argo CD.
 *
 * The workload is Argo CD's: Pulumi owns this Application and nothing below it. Values travel in the
 * Application and not through a Git source, so that preview, policy and reports can see them.
 */
export class ServiceApplication extends pulumi.ComponentResource {
  /** Name under which Argo CD and the CLI know this service, known at preview. */
  public readonly applicationName: string;
  /** Public address of the service. */
  public readonly url: string;

  constructor(name: string, args: ServiceApplicationArgs, opts?: pulumi.ComponentResourceOptions) {
    super("msa:argocd:ServiceApplication", name, {}, opts);
    this.applicationName = args.applicationName;
    this.url = `https://${args.host}`;
    const revision = args.awaitHealthy ? stamp(args) : undefined;

    new Application(
      name,
      {
        metadata: {
          name: args.applicationName,
          namespace: args.argoNamespace,
          labels: standardLabels(args.service, { stack: args.environment }),
          annotations: {
            ...ownFieldManager(args.environment),
            "link.argocd.argoproj.io/external-link": this.url,
            ...args.notifications,
            ...(revision !== undefined && { "pulumi.com/waitFor": waitFor(revision) }),
          },
          // Without it the workload would outlive its Application.
          finalizers: ["resources-finalizer.argocd.argoproj.io"],
        },
        spec: applicationSpec(args, revision),
      },
      {
        parent: this,
        hooks: { beforeCreate: [args.refuseForeign] },
        customTimeouts: { create: awaitTimeout, update: awaitTimeout, delete: awaitTimeout },
      },
    );
    this.registerOutputs({ applicationName: this.applicationName, url: this.url });
  }
}

function applicationSpec(
  args: ServiceApplicationArgs,
  revision: string | undefined,
): ApplicationSpec {
  const { chart } = args;
  const valuesObject =
    revision === undefined ? args.values : { ...args.values, global: { msaRevision: revision } };
  return {
    project: args.project,
    source: {
      repoURL: argoRepository(chart.repository),
      chart: chart.name,
      targetRevision: chart.version,
      helm: { releaseName: args.service, valuesObject },
    },
    destination: { server: inCluster, namespace: args.targetNamespace },
    syncPolicy: syncPolicy(args.sync),
    ...(args.autoscaled && { ignoreDifferences: replicasOfDeployments }),
    revisionHistoryLimit: 10,
    info: [
      { name: "Service", value: args.description },
      { name: "Address", value: `https://${args.host}` },
    ],
  };
}

/** An HPA changes the count all day; neither the diff nor a sync may undo it. */
const replicasOfDeployments = [
  { group: "apps", kind: "Deployment", jsonPointers: ["/spec/replicas"] },
] as const;

function syncPolicy(sync: SyncPolicy): ApplicationSpec["syncPolicy"] {
  const syncOptions = [
    "CreateNamespace=false",
    "ServerSideApply=true",
    "ApplyOutOfSyncOnly=true",
    "RespectIgnoreDifferences=true",
    "PruneLast=true",
  ];
  if (!sync.automated) {
    return { syncOptions };
  }
  return {
    automated: { enabled: true, prune: sync.prune, selfHeal: sync.selfHeal },
    syncOptions,
    retry: { limit: sync.retries, backoff: { duration: "5s", factor: 2, maxDuration: "3m" } },
  };
}

/** Names exactly what is declared now; a change of any of it gives another stamp. */
function stamp({ chart, values }: ServiceApplicationArgs): string {
  return createHash("sha256").update(JSON.stringify({ chart, values })).digest("hex").slice(0, 16);
}

/**
 * Synced and Healthy alone would be satisfied by the status before this update; the stamp in
 * `comparedTo` proves that Argo CD has looked at the values just written.
 */
function waitFor(revision: string): string {
  return JSON.stringify([
    `jsonpath={.status.sync.comparedTo.source.helm.valuesObject.global.msaRevision}=${revision}`,
    "jsonpath={.status.sync.status}=Synced",
    "jsonpath={.status.health.status}=Healthy",
  ]);
}
