import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import type { Api } from "../api.ts";
import { messageOf } from "../errors.ts";
import { type Pod, podSchema } from "./pod.ts";

/** How long to wait before asking again after something went wrong, in milliseconds. */
const pause = 1_000;

/** After so many seconds the API server ends a watch in good order; it goes on where it ended. */
const watchSeconds = 300;

const list = z.object({
  metadata: z.object({ resourceVersion: z.string() }),
  items: z.array(podSchema),
});

const event = z.object({ type: z.string(), object: z.unknown() });
const bookmark = z.object({ metadata: z.object({ resourceVersion: z.string() }) });

/** What to follow, and whom to tell. */
export interface PodFollowing {
  /** A label selector. */
  readonly selector: string;
  /** Called with all pods of the selection, at first and after every change. */
  readonly onPods: (pods: readonly Pod[]) => void;
  /** Called with what went wrong; the pods are asked for again. */
  readonly onTrouble: (reason: string) => void;
  readonly signal: AbortSignal;
}

/** Follows the pods of all namespaces that match the selector, until the signal. Never throws. */
export async function followPods(api: Api, following: PodFollowing): Promise<void> {
  const { signal, onTrouble } = following;
  while (!signal.aborted) {
    try {
      await listAndWatch(api, following);
    } catch (error) {
      if (!isAborted(signal)) onTrouble(messageOf(error));
    }
    await sleep(pause, undefined, { signal }).catch(() => undefined);
  }
}

/** Returns when the API server no longer knows what came after the last change that was told. */
async function listAndWatch(api: Api, { selector, onPods, signal }: PodFollowing): Promise<void> {
  const path = `/api/v1/pods?labelSelector=${encodeURIComponent(selector)}`;
  const answer = await api.send("GET", path);
  if (answer.code !== 200) throw new Error(`the list of pods: answer ${answer.code}`);
  const { metadata, items } = list.parse(JSON.parse(answer.body));
  const pods = new Map(items.map((pod) => [pod.uid, pod]));
  let version: string | undefined = metadata.resourceVersion;
  const tell = (): void => {
    onPods([...pods.values()]);
  };
  tell();
  while (version !== undefined && !signal.aborted) {
    const from: string = version;
    const query = `&watch=true&allowWatchBookmarks=true&timeoutSeconds=${watchSeconds}`;
    const stream = await api.open(`${path}${query}&resourceVersion=${from}`, signal);
    if (stream.code === 410) return;
    if (stream.code !== 200) throw new Error(`the watch of pods: answer ${stream.code}`);
    for await (const line of stream.lines) {
      version = take(line, pods, tell);
      if (version === undefined) break;
    }
  }
}

/** Takes one event in; returns the version to go on from, undefined when that is not known any more. */
function take(line: string, pods: Map<string, Pod>, tell: () => void): string | undefined {
  const { type, object } = event.parse(JSON.parse(line));
  // Nearly always "410 Gone", told inside a running watch.
  if (type === "ERROR") return undefined;
  if (type === "BOOKMARK") return bookmark.parse(object).metadata.resourceVersion;
  const pod = podSchema.parse(object);
  if (type === "DELETED") pods.delete(pod.uid);
  else pods.set(pod.uid, pod);
  tell();
  return pod.resourceVersion;
}

/** Asked anew: it changes while other work is awaited. */
function isAborted(signal: AbortSignal): boolean {
  return signal.aborted;
}
