import type { ContainerStatus, PodObject } from "./objects.ts";

/** States that every pod passes through on its way up. */
const ordinary = ["ContainerCreating", "PodInitializing"];

/** What waiting reasons mean, for who does not meet them every day. */
const inWords: Readonly<Record<string, string>> = {
  CrashLoopBackOff: "keeps crashing",
  ImagePullBackOff: "cannot pull its image",
  ErrImagePull: "cannot pull its image",
  InvalidImageName: "names an invalid image",
  CreateContainerConfigError: "lacks configuration",
};

/** What keeps a pod from running, where the pod itself says so. */
export function podCauses(pod: PodObject): string[] {
  const { name } = pod.metadata;
  if (isGone(pod)) {
    return [];
  }
  const { conditions = [], phase, reason, message } = pod.status ?? {};
  const unscheduled = conditions.find(
    ({ type, status }) => type === "PodScheduled" && status === "False",
  );
  if (unscheduled !== undefined) {
    const why = unscheduled.message ?? unscheduled.reason ?? "no message";
    return [`pod ${name} fits on no node: ${why}`];
  }
  if (phase === "Failed" && reason !== undefined) {
    return [`pod ${name} failed (${reason}): ${message ?? "no message"}`];
  }
  return notReady(pod)
    .map(containerCause)
    .filter((cause) => cause !== undefined)
    .map((cause) => `pod ${name}: ${cause}`);
}

/** Pods with containers that are not ready for no reason they know of. */
export function podsNotReady(pods: readonly PodObject[]): string[] {
  return pods
    .filter((pod) => !isGone(pod) && podCauses(pod).length === 0)
    .flatMap((pod) =>
      notReady(pod).map(({ name }) => `pod ${pod.metadata.name}: container ${name} is not ready`),
    );
}

/** Being deleted, or done: nothing of a service that runs now. */
export function isGone(pod: PodObject): boolean {
  return pod.metadata.deletionTimestamp !== undefined || pod.status?.phase === "Succeeded";
}

/** Containers that are not ready; those that only wait for an init container stand back. */
function notReady({ status }: PodObject): readonly ContainerStatus[] {
  const pending = (status?.initContainerStatuses ?? []).filter(({ ready }) => !ready);
  const waiting = (status?.containerStatuses ?? []).filter(({ ready }) => !ready);
  return pending.length > 0 ? pending : waiting;
}

function containerCause({ name, state, lastState }: ContainerStatus): string | undefined {
  const { waiting } = state ?? {};
  const ended = state?.terminated ?? lastState?.terminated;
  if (waiting?.reason !== undefined && !ordinary.includes(waiting.reason)) {
    // A crash's own message only repeats names; how it ended is what tells.
    const crashed = waiting.reason === "CrashLoopBackOff" && ended !== undefined;
    const why = crashed ? `it last ended with ${endOf(ended)}` : (waiting.message ?? "no message");
    return `container ${name} ${waitingWords(waiting.reason)}: ${why}`;
  }
  return ended === undefined ? undefined : `container ${name} ended with ${endOf(ended)}`;
}

function waitingWords(reason: string): string {
  return `${inWords[reason] ?? "waits"} (${reason})`;
}

function endOf(ended: { readonly reason?: string; readonly exitCode?: number }): string {
  const cure = ended.reason === "OOMKilled" ? ": it needs more memory than its limit" : "";
  return `${ended.reason ?? "an error"} (exit code ${String(ended.exitCode ?? "unknown")})${cure}`;
}
