import { setTimeout as sleepFor } from "node:timers/promises";

import { CoreV1Api, type KubeConfig } from "@kubernetes/client-node";

import type { JobArguments } from "../../verify/job/arguments.ts";
import { containerName, runLabel } from "../../verify/job/labels.ts";
import { CliError } from "../errors.ts";
import { answerFor } from "../kube-answer.ts";
import type { EventObject, PodObject } from "../status/objects.ts";
import { podCauses } from "../status/pod-reasons.ts";

/** How a Job is waited for. */
export interface AwaitOptions {
  /** Milliseconds between two looks. @default 1000 */
  readonly pause?: number;
  /** Milliseconds after which the Job is given up. @default its own deadline */
  readonly timeout?: number;
  /** Ends the waiting at once. */
  readonly signal?: AbortSignal;
  /** Says what keeps the pod from running. */
  readonly tell?: (detail: string) => void;
}

/**
 * Waits until the container of a Job has ended, well or not, and returns its log. A sidecar may still run:
 * only the container counts.
 *
 * @throws CliError with what kept it from running, when it does not end in time.
 */
export async function awaitLog(
  kube: KubeConfig,
  {
    name,
    namespace,
    deadlineSeconds,
  }: Pick<JobArguments, "name" | "namespace" | "deadlineSeconds">,
  { pause = 1000, timeout = deadlineSeconds * 1000, signal, tell }: AwaitOptions = {},
): Promise<string> {
  const core = kube.makeApiClient(CoreV1Api);
  const until = Date.now() + timeout;
  for (;;) {
    signal?.throwIfAborted();
    const pod = await podOf(core, { name, namespace });
    if (pod !== undefined && hasEnded(pod)) {
      const asked = { name: pod.metadata.name, namespace, container: containerName };
      return answerFor("the log of the Job", core.readNamespacedPodLog(asked));
    }
    if (Date.now() >= until) throw new CliError(await lateness(core, { name, namespace, pod }));
    tell?.(stateOf(pod));
    await sleepFor(pause, undefined, { ...(signal !== undefined && { signal }) });
  }
}

type Named = Pick<JobArguments, "name" | "namespace">;

async function podOf(core: CoreV1Api, { name, namespace }: Named): Promise<PodObject | undefined> {
  const labelSelector = `${runLabel}=${name}`;
  const asked = core.listNamespacedPod({ namespace, labelSelector });
  return ((await answerFor("the pod of the Job", asked)).items as PodObject[])[0];
}

function stateOf(pod: PodObject | undefined): string {
  if (pod === undefined) return "no pod yet";
  return podCauses(pod)[0] ?? "the pod runs or starts";
}

function hasEnded({ status }: PodObject): boolean {
  return (status?.containerStatuses ?? []).some(
    ({ name, state }) => name === containerName && state?.terminated !== undefined,
  );
}

interface Late extends Named {
  readonly pod: PodObject | undefined;
}

/** What a quota or a policy refuses is told only in the Job's events. */
async function lateness(core: CoreV1Api, { name, namespace, pod }: Late): Promise<string> {
  const fieldSelector = `involvedObject.name=${pod?.metadata.name ?? name}`;
  const { items } = await answerFor(
    "the events of the Job",
    core.listNamespacedEvent({ namespace, fieldSelector }),
  );
  const warnings = (items as EventObject[])
    .filter(({ type }) => type === "Warning")
    .map(({ reason, message }) => `${reason ?? "warning"}: ${message ?? "no message"}`);
  const causes = [...new Set([...(pod === undefined ? [] : podCauses(pod)), ...warnings])];
  return [
    `verify --inside: the Job ${name} in ${namespace} did not end in time.`,
    ...causes.slice(0, mostCauses).map((cause) => `  ${cause}`),
    "Correct that, then run the same command again; what it made is removed.",
  ].join("\n");
}

const mostCauses = 5;
