import { driftOf } from "./drift.ts";
import { eventReasons } from "./event-reasons.ts";
import type {
  ApplicationObject,
  AutoscalerObject,
  DeploymentObject,
  EventObject,
  PodObject,
} from "./objects.ts";
import { podCauses, podsNotReady } from "./pod-reasons.ts";

/** The live objects of one service. */
export interface ServiceObjects {
  readonly application?: ApplicationObject | undefined;
  readonly deployment?: DeploymentObject | undefined;
  readonly autoscaler?: AutoscalerObject | undefined;
  readonly pods: readonly PodObject[];
  readonly events: readonly EventObject[];
}

/**
 * Why a service is not Synced and Healthy, the most direct cause first; each reason once and on one
 * line. An HPA without metrics is reported of a healthy service too.
 */
export function reasons(objects: ServiceObjects): string[] {
  const { application, deployment, pods } = objects;
  const causes = [
    ...applicationReasons(application),
    ...deploymentReasons(deployment),
    ...pods.flatMap(podCauses),
  ];
  // That a pod is not ready is no cause: an event says why, if there is one. With a cause at hand
  // events would only distract, since they outlive theirs by an hour.
  const vague = [...podsNotReady(pods), ...syncReasons(application), ...eventReasons(objects)];
  const found = [...(causes.length > 0 ? causes : vague), ...autoscalerReasons(objects.autoscaler)];
  return [...new Set(found.map(onOneLine))];
}

function applicationReasons(application: ApplicationObject | undefined): string[] {
  if (application === undefined) {
    return ["no Application: not deployed yet, or removed by hand"];
  }
  const { conditions = [], operationState, health } = application.status ?? {};
  const failed = operationState?.phase === "Failed" || operationState?.phase === "Error";
  return [
    ...conditions.map(({ type, message }) => `${type}: ${message}`),
    ...(failed ? [`last sync failed: ${operationState.message ?? "no message"}`] : []),
    ...(health?.status === "Degraded" && health.message !== undefined ? [health.message] : []),
  ];
}

/** What differs, and what a running sync is busy with. */
function syncReasons(application: ApplicationObject | undefined): string[] {
  const { sync, operationState } = application?.status ?? {};
  const words = operationState?.message ?? "";
  return [
    ...(sync?.status === "OutOfSync"
      ? [
          `differs from what is declared: ${driftOf(application).join(", ") || "Argo CD does not say what"}`,
        ]
      : []),
    ...(operationState?.phase === "Running" && words !== "" ? [`sync is running: ${words}`] : []),
  ];
}

function deploymentReasons(deployment: DeploymentObject | undefined): string[] {
  const conditions = deployment?.status?.conditions ?? [];
  return conditions
    .filter(
      ({ type, status, reason }) =>
        (type === "ReplicaFailure" && status === "True") || reason === "ProgressDeadlineExceeded",
    )
    .map(({ type, reason, message }) =>
      type === "ReplicaFailure"
        ? `pods cannot be created: ${message ?? reason ?? "no message"}`
        : `the rollout is stuck (${reason ?? type}): ${message ?? "no message"}`,
    );
}

function autoscalerReasons(autoscaler: AutoscalerObject | undefined): string[] {
  const idle = autoscaler?.status?.conditions?.find(
    ({ type, status }) => type === "ScalingActive" && status === "False",
  );
  return idle === undefined || idle.reason === "ScalingDisabled"
    ? []
    : [
        `the HPA reads no metrics (${idle.reason ?? "no reason"}): it will not scale, the replicas stay as they are`,
      ];
}

/** Messages of Helm and of the API server have line breaks; a reason is one line of a list. */
function onOneLine(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}
