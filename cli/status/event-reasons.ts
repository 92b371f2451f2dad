import type { EventObject } from "./objects.ts";
import type { ServiceObjects } from "./reasons.ts";

/** The newest say enough; the API server keeps an hour of them. */
const most = 3;

/** Warnings about a service that is not Healthy: about its Deployment, ReplicaSets and pods, newest first. */
export function eventReasons({ application, deployment, pods, events }: ServiceObjects): string[] {
  if (application?.status?.health?.status === "Healthy") {
    return [];
  }
  const names = new Set([deployment?.metadata.name, ...pods.map((pod) => pod.metadata.name)]);
  const ofReplicaSet = ({ kind, name = "" }: EventObject["involvedObject"]) =>
    kind === "ReplicaSet" &&
    deployment !== undefined &&
    name.startsWith(`${deployment.metadata.name}-`);
  const lines = events
    .filter(({ type, involvedObject: about }) => {
      return type === "Warning" && (names.has(about.name) || ofReplicaSet(about));
    })
    .sort((a, b) => eventTime(b) - eventTime(a))
    .map(
      ({ involvedObject: about, reason, message }) =>
        `${about.kind ?? "object"} ${about.name ?? ""}: ${reason ?? "warning"}: ${message ?? "no message"}`,
    );
  return [...new Set(lines)].slice(0, most);
}

/** When an event was noted last, in milliseconds; a series is told of by its own time. */
export function eventTime({
  lastTimestamp,
  eventTime: first,
  series,
  metadata,
}: EventObject): number {
  const last = series?.lastObservedTime ?? lastTimestamp ?? first ?? metadata?.creationTimestamp;
  return new Date(last ?? 0).getTime();
}
