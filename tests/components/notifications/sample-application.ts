/** An Application as Argo CD has it after a sync that failed in half, in production. */
export function sampleApplication(status: Readonly<Record<string, unknown>> = {}) {
  return {
    apiVersion: "argoproj.io/v1alpha1",
    kind: "Application",
    metadata: {
      name: "order-service-production",
      namespace: "argocd",
      labels: { "app.kubernetes.io/name": "order-service", "msa-gitops/stack": "production" },
      annotations: { "msa-gitops/team": "commerce", "msa-gitops/version": "1.2.3" },
    },
    spec: {
      project: "msa-production",
      source: {
        repoURL: "https://charts.jclee.me",
        chart: "microservice",
        targetRevision: "1.1.0",
      },
      destination: { namespace: "microservices" },
    },
    status: {
      sync: { status: "OutOfSync" },
      health: { status: "Degraded", lastTransitionTime: "2026-11-23T01:02:03Z" },
      resources: [
        { kind: "ConfigMap", name: "order-service" },
        { kind: "Service", name: "order-service", health: { status: "Healthy" } },
        {
          kind: "Deployment",
          name: "order-service",
          health: { status: "Degraded", message: "exceeded its progress deadline" },
        },
      ],
      history: [
        { id: 3, deployedAt: "2026-11-22T00:00:00Z" },
        { id: 4, deployedAt: "2026-11-23T00:00:00Z" },
      ],
      operationState: {
        phase: "Failed",
        startedAt: "2026-11-23T01:00:00Z",
        finishedAt: "2026-11-23T01:02:00Z",
        message: "one or more objects failed to apply, reason: no such kind",
        operation: { initiatedBy: { username: "alice" } },
        syncResult: {
          resources: [
            { kind: "ConfigMap", name: "order-service", status: "Synced", message: "applied" },
            { kind: "Gateway", name: "g", status: "SyncFailed", message: "no such kind" },
            { kind: "Job", name: "migrate", hookPhase: "Failed", message: "backoff limit" },
          ],
        },
      },
      ...status,
    },
  };
}

/** The least that Argo CD can know. */
export const bareApplication = {
  apiVersion: "argoproj.io/v1alpha1",
  kind: "Application",
  metadata: { name: "bare" },
  spec: {},
} as const;
