import type { NotificationEvent } from "../../config/model.ts";

/** What people are told about by Argo CD; Prometheus tells of the rest. */
export const deliveryEvents = ["sync-failed", "health-degraded", "deployment-complete"] as const;
export type DeliveryEvent = (typeof deliveryEvents)[number];

/** What Prometheus tells of. */
export const limitEvents = ["resource-limit-exceeded"] as const satisfies NotificationEvent[];

interface EventFacts {
  /** Label `alertname`, and the section of the runbook. */
  readonly alert: string;
  /** As people read it. */
  readonly title: string;
}

/** Names of the events, for machines and for people. */
export const events: Readonly<Record<NotificationEvent, EventFacts>> = {
  "sync-failed": { alert: "SyncFailed", title: "Sync failed" },
  "health-degraded": { alert: "HealthDegraded", title: "Health degraded" },
  "deployment-complete": { alert: "DeploymentComplete", title: "Deployment complete" },
  "resource-limit-exceeded": { alert: "ResourceLimitExceeded", title: "Resource limit exceeded" },
};

/** Triggers of Argo CD's notifications controller, by the event that they find. */
export const triggers: Readonly<Record<DeliveryEvent, string>> = {
  "sync-failed": "on-sync-failed",
  "health-degraded": "on-health-degraded",
  "deployment-complete": "on-deployed",
};

/**
 * Templates of the controller, with the event that each tells of. A Sync Failed has two: where a sync
 * ended in an error, and where none can begin, since Argo CD does not get to know what is declared.
 */
export const templates = {
  "sync-failed": "sync-failed",
  "not-compared": "sync-failed",
  "health-degraded": "health-degraded",
  "deployment-complete": "deployment-complete",
} as const satisfies Readonly<Record<string, DeliveryEvent>>;
export type DeliveryTemplate = keyof typeof templates;

/**
 * Conditions of an Application without which nothing is compared and so nothing synced
 * (argo-cd, pkg/apis/application/v1alpha1/types.go).
 */
export const comparisonFailures = ["ComparisonError", "InvalidSpecError"] as const;
