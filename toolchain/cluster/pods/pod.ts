import { z } from "zod";

/** What decides whether a process runs for a pod. */
export interface Pod {
  readonly uid: string;
  readonly name: string;
  readonly namespace: string;
  readonly labels: Readonly<Record<string, string>>;
  /** Names of the Secrets among its volumes. */
  readonly secrets: readonly string[];
  /** Which edition of its workload's pod template it was made from; empty for a pod of nobody. */
  readonly template: string;
  /** ISO 8601, to the second. */
  readonly createdAt: string;
  /** Ready, and not on its way out. */
  readonly ready: boolean;
  readonly resourceVersion: string;
}

/** A pod as the API server tells it. */
export const podSchema = z
  .object({
    metadata: z.object({
      uid: z.string(),
      name: z.string(),
      namespace: z.string(),
      resourceVersion: z.string(),
      creationTimestamp: z.string(),
      deletionTimestamp: z.string().optional(),
      labels: z.record(z.string(), z.string()).default({}),
    }),
    spec: z.object({
      volumes: z
        .array(z.object({ secret: z.object({ secretName: z.string().optional() }).optional() }))
        .default([]),
    }),
    status: z.object({
      conditions: z.array(z.object({ type: z.string(), status: z.string() })).default([]),
    }),
  })
  .transform(({ metadata, spec, status }): Pod => {
    const { uid, name, namespace, labels, resourceVersion } = metadata;
    const isReady = status.conditions.some(
      ({ type, status }) => type === "Ready" && status === "True",
    );
    return {
      uid,
      name,
      namespace,
      resourceVersion,
      labels,
      secrets: spec.volumes.flatMap(({ secret }) => secret?.secretName ?? []),
      // A Deployment marks its pods with the first, a StatefulSet and a DaemonSet with the second.
      template: labels["pod-template-hash"] ?? labels["controller-revision-hash"] ?? "",
      createdAt: metadata.creationTimestamp,
      ready: isReady && metadata.deletionTimestamp === undefined,
    };
  });

/**
 * The pod that the one process of a workload stands for: the newest, because a rollout goes its way; the
 * `current` one as long as nothing is to be won by another.
 */
export function chosenPod(ready: readonly Pod[], current?: Pod): Pod | undefined {
  const newest = ready.toSorted(byAge).at(-1);
  const same = ready.find(({ uid }) => uid === current?.uid);
  return same?.template === newest?.template ? (same ?? newest) : newest;
}

function byAge(one: Pod, other: Pod): number {
  const [a, b] = [one, other].map(({ createdAt, name }) => `${createdAt} ${name}`);
  return (a ?? "") < (b ?? "") ? -1 : 1;
}
