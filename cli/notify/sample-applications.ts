import type { Config, Service } from "../../config/model.ts";
import type { Channel } from "./channels.ts";
import { audiences, type SampleOptions } from "./samples.ts";

/** An Application as Argo CD would have it, and the template that is to tell of it. */
export interface SampleApplication {
  readonly template: string;
  readonly application: object;
}

/** Annotations that make a template say that it is a test (components/notifications/argo-alert.ts). */
const testAnnotations = { channel: "msa-gitops/test-channel", until: "msa-gitops/test-until" };

/** What has happened to an Application, by the template that tells of it; since `at`, RFC 3339. */
const statuses: Readonly<Record<string, (at: string) => object>> = {
  "sync-failed": (at) => ({
    operationState: {
      phase: "Failed",
      startedAt: at,
      finishedAt: at,
      message: 'one or more objects failed to apply: Deployment "sample" is invalid: spec.replicas',
    },
  }),
  "health-degraded": (at) => ({
    health: { status: "Degraded", lastTransitionTime: at },
    resources: [
      {
        kind: "Deployment",
        name: "sample",
        health: {
          status: "Degraded",
          message: 'Deployment "sample" exceeded its progress deadline',
        },
      },
    ],
  }),
  "deployment-complete": (at) => ({
    health: { status: "Healthy" },
    history: [{ id: 1, deployedAt: at }],
  }),
};

/** Events that Argo CD tells of. */
export const argoEvents = Object.keys(statuses);

/** One Application for each event that Argo CD tells of and everybody who may be told, as `sampleAlerts`. */
export function sampleApplications(
  config: Config,
  { channels, episode, until }: SampleOptions,
): readonly SampleApplication[] {
  return channels.flatMap((channel) =>
    audiences(config, channel).flatMap((service) =>
      Object.entries(statuses).map(([template, status]) => ({
        template,
        application: {
          ...applicationOf(config, service, { channel, until }),
          status: status(episode),
        },
      })),
    ),
  );
}

function applicationOf(
  { addons, environment, namespace }: Config,
  { applicationName, name, team, version, chart }: Service,
  { channel, until }: { readonly channel: Channel; readonly until: string },
): object {
  return {
    apiVersion: "argoproj.io/v1alpha1",
    kind: "Application",
    metadata: {
      name: applicationName,
      namespace: addons.argoCd.namespace,
      labels: { "app.kubernetes.io/name": name, "msa-gitops/stack": environment },
      annotations: {
        "msa-gitops/team": team,
        "msa-gitops/version": version,
        [testAnnotations.channel]: channel,
        [testAnnotations.until]: until,
      },
    },
    spec: {
      project: `msa-${environment}`,
      source: { repoURL: chart.repository, chart: chart.name, targetRevision: chart.version },
      destination: { namespace },
    },
  };
}
