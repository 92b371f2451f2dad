import type {
  ApplicationObject,
  AutoscalerObject,
  DeploymentObject,
  EventObject,
  PodObject,
} from "./objects.ts";

/** The live objects of one service. */
export interface ServiceObjects {
  readonly application?: ApplicationObject | undefined;
  readonly deployment?: DeploymentObject | undefined;
  readonly autoscaler?: AutoscalerObject | undefined;
  readonly pods: readonly PodObject[];
  readonly events: readonly EventObject[];
}

/** Why a service is not Synced and Healthy, the most direct cause first; each reason once. */
export function reasons(objects: ServiceObjects): string[] {
  const found = [
    ...applicationReasons(objects.application),
    ...deploymentReasons(objects.deployment),
    ...objects.pods.flatMap(podReasons),
    ...autoscalerReasons(objects.autoscaler),
  ];
  // Events are the last resort: they outlive their cause by an hour.
  return [...new Set(found.length > 0 ? found : eventReasons(objects))];
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

function deploymentReasons(deployment: DeploymentObject | undefined): string[] {
  const conditions = deployment?.status?.conditions ?? [];
  return conditions
    .filter(
      ({ type, status, reason }) =>
        (type === "ReplicaFailure" && status === "True") || reason === "ProgressDeadlineExceeded",
    )
    .map(({ reason, message }) => `Deployment: ${reason ?? "failed"}: ${message ?? ""}`);
}

function podReasons(pod: PodObject): string[] {
  const { name } = pod.metadata;
  const unscheduled = pod.status?.conditions?.find(
    ({ type, status }) => type === "PodScheduled" && status === "False",
  );
  if (unscheduled !== undefined) {
    return [`pod ${name} is not scheduled: ${unscheduled.message ?? unscheduled.reason ?? ""}`];
  }
  return (pod.status?.containerStatuses ?? []).flatMap((container) => {
    const waiting = container.state?.waiting;
    const ended = container.state?.terminated ?? container.lastState?.terminated;
    if (container.ready) {
      return [];
    }
    if (waiting?.reason !== undefined && waiting.reason !== "ContainerCreating") {
      const last = ended === undefined ? "" : `; it last ended with ${endOf(ended)}`;
      return [`pod ${name}: ${waiting.reason}: ${waiting.message ?? "no message"}${last}`];
    }
    if (ended !== undefined) {
      return [`pod ${name}: container ${container.name} ended with ${endOf(ended)}`];
    }
    return [`pod ${name}: container ${container.name} is not ready`];
  });
}

function endOf(ended: { readonly reason?: string; readonly exitCode?: number }): string {
  return `${ended.reason ?? "an error"} (exit code ${String(ended.exitCode ?? "unknown")})`;
}

function autoscalerReasons(autoscaler: AutoscalerObject | undefined): string[] {
  const idle = autoscaler?.status?.conditions?.find(
    ({ type, status }) => type === "ScalingActive" && status === "False",
  );
  return idle === undefined
    ? []
    : [`HPA reads no metrics (${idle.reason ?? "no reason"}): it holds its minimum and will not scale`];
}

function eventReasons({ application, deployment, pods, events }: ServiceObjects): string[] {
  if (application?.status?.health?.status === "Healthy") {
    return [];
  }
  const names = new Set([deployment?.metadata.name, ...pods.map((pod) => pod.metadata.name)]);
  return events
    .filter(({ type, involvedObject }) => type === "Warning" && names.has(involvedObject.name))
    .map(({ involvedObject, reason, message }) =>
      [involvedObject.kind, involvedObject.name, `${reason ?? ""}:`, message].join(" "),
    );
}
