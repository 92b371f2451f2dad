import { setTimeout as sleep } from "node:timers/promises";
import type { Api } from "../api.ts";
import { messageOf } from "../errors.ts";
import type { Part, PartContext, PodFiles, PodRole } from "../parts/part.ts";
import { playsRole } from "../parts/pod-roles.ts";
import type { Step } from "../status.ts";
import { logOf } from "../supervisor/log.ts";
import {
  endPart,
  failure,
  type RunningPart,
  startPart,
  waitUntilHealthy,
} from "../supervisor/process-part.ts";
import type { StatusBoard } from "../supervisor/status-board.ts";
import { followFiles } from "./follow-files.ts";
import { chosenPod, type Pod } from "./pod.ts";

/** So long no pod may be Ready before the process ends, in milliseconds: pods of a rollout come and go. */
const patience = 1_500;

/** The wait before the first restart, doubled each time, in milliseconds. A kubelet waits ten times as long. */
const firstWait = 1_000;
const longestWait = 15_000;

/** A process that lived so long in milliseconds has not failed at its start: no wait is added up for it. */
const steady = 60_000;

/** Runs the process of one role while a pod of it is Ready, as a kubelet would its container. */
export class PodProcess {
  /** Resolves when the first look at the pods has had its effect: nothing to run, healthy, or failed. */
  readonly settled: Promise<void>;
  readonly #settle: () => void;
  readonly #role: PodRole;
  readonly #context: PartContext;
  readonly #api: Api;
  readonly #board: StatusBoard;
  #ready: readonly Pod[] = [];
  /** No pod was Ready for a moment: the next one is another process, even when it is made as the last one was. */
  #gap = false;
  #closed = false;
  #change = Promise.withResolvers<undefined>();

  constructor(role: PodRole, context: PartContext, api: Api, board: StatusBoard) {
    this.#role = role;
    this.#context = context;
    this.#api = api;
    this.#board = board;
    const { promise, resolve } = Promise.withResolvers<undefined>();
    this.settled = promise;
    this.#settle = () => {
      resolve(undefined);
    };
  }

  /** Takes in what pods there are, of all roles. */
  update(pods: readonly Pod[]): void {
    this.#ready = pods.filter((pod) => pod.ready && playsRole(this.#role, pod));
    if (this.#ready.length === 0) this.#gap = true;
    this.#notify();
  }

  /** Has `run` end the process and return. */
  close(): void {
    this.#closed = true;
    this.#notify();
  }

  /** Does the work; returns after `close`. */
  async run(): Promise<void> {
    let failures = 0;
    while (!this.#closed) {
      const pod = chosenPod(this.#ready);
      if (pod === undefined) {
        this.#settle();
        await this.#change.promise;
        continue;
      }
      const over = new AbortController();
      const left = this.#left(pod, over.signal);
      const since = Date.now();
      if (await this.#live(pod, left, failures)) {
        failures = Date.now() - since > steady ? 1 : failures + 1;
        // A pod that replaces this one has no failures yet.
        if (await isFirst(left, sleep(waitAfter(failures), undefined, { ref: false })))
          failures = 0;
      } else failures = 0;
      over.abort();
      this.#notify();
      this.#forget(pod);
    }
    this.#settle();
  }

  /** Starts the process and waits for its end: true when it ended by itself or did not come up. */
  async #live(pod: Pod, left: Promise<void>, restarts: number): Promise<boolean> {
    this.#gap = false;
    const part = this.#role.part(this.#context, pod.namespace);
    const files = this.#role.files?.(this.#context, this.#api, pod);
    const step = this.#stepOf(part, pod, restarts);
    say(`${part.name}: starts for pod ${step.pod ?? ""}`);
    this.#board.step({ ...step, state: "starting" });
    const end = await this.#lifeOf(part, step, left, files);
    await files?.remove();
    this.#board.step(end);
    this.#settle();
    const why = `stopped, for pod ${step.pod ?? ""} is gone, replaced or not Ready`;
    say(end.error ?? `${part.name}: ${why}`);
    return end.state === "failed";
  }

  /** From the start of the process to its end; what is to be told of it then. */
  async #lifeOf(
    part: Part,
    step: Omit<Step, "state">,
    left: Promise<void>,
    files: PodFiles | undefined,
  ): Promise<Step> {
    const missing = await writeAnew(files);
    if (missing !== undefined)
      return { ...step, state: "failed", error: `${part.name}: ${missing}` };
    const running = startPart(part, this.#context);
    const known = running.pid === undefined ? step : { ...step, pid: running.pid };
    this.#board.step({ ...known, state: "starting" });
    const over = new AbortController();
    const onTrouble = (reason: string): void => {
      say(`${part.name}: its changed files: ${reason}`);
    };
    const following = files && followFiles(files, { signal: over.signal, onTrouble });
    const error = await this.#outcome(part, running, known, left);
    over.abort();
    await following;
    await endPart(running);
    return {
      ...known,
      ...(error === undefined ? { state: "stopped" } : { state: "failed", error }),
    };
  }

  /** Why the process failed; undefined when its pod has left it. */
  async #outcome(
    part: Part,
    running: RunningPart,
    step: Omit<Step, "state">,
    left: Promise<void>,
  ): Promise<string | undefined> {
    let gone = false;
    const leaving = left.then(() => {
      gone = true;
    });
    const healthy = waitUntilHealthy(part, running, () => gone).then(
      () => undefined,
      (error: unknown) => messageOf(error),
    );
    const early = await Promise.race([healthy, leaving.then(() => undefined)]);
    if (wasSet(() => gone)) return undefined;
    if (early !== undefined) return early;
    this.#board.step({ ...step, state: "healthy" });
    this.#settle();
    await Promise.race([running.gone, leaving]);
    const reason = running.ended();
    return reason === undefined ? undefined : failure(part.name, reason, running.log);
  }

  /** Resolves when the process started for `pod` has to end: no pod is Ready for a while, or it was replaced. */
  async #left(pod: Pod, signal: AbortSignal): Promise<void> {
    let current = pod;
    while (!this.#closed && !signal.aborted) {
      const next = chosenPod(this.#ready, current);
      const changed = this.#change.promise;
      if (next === undefined) {
        const quiet = sleep(patience, true, { ref: false });
        if ((await Promise.race([changed, quiet])) === true) return;
        continue;
      }
      if (next.uid !== current.uid && (this.#gap || !isSameWork(next, current))) return;
      this.#gap = false;
      current = next;
      await changed;
    }
  }

  #notify(): void {
    const { resolve } = this.#change;
    this.#change = Promise.withResolvers();
    resolve(undefined);
  }

  #stepOf({ name }: Part, pod: Pod, restarts: number): Omit<Step, "state"> {
    return {
      name,
      pod: `${pod.namespace}/${pod.name}`,
      restarts,
      startedAt: new Date().toISOString(),
      log: logOf(this.#context.layout, name),
    };
  }

  /** A process without a pod is no part of the cluster; what the cluster's own stop ended stays to be told. */
  #forget({ namespace }: Pod): void {
    if (this.#closed || this.#ready.length > 0) return;
    this.#board.removePodStep(this.#role.part(this.#context, namespace).name);
  }
}

/** Whether one process can go on for the other pod, as that of a second replica would. */
function isSameWork(one: Pod, other: Pod): boolean {
  return one.template === other.template && one.namespace === other.namespace;
}

/** Why the files of a process cannot be made; undefined when they are there, and no older ones. */
async function writeAnew(files: PodFiles | undefined): Promise<string | undefined> {
  await files?.remove();
  return files?.write().then(() => undefined, messageOf);
}

function waitAfter(failures: number): number {
  return Math.min(firstWait * 2 ** (failures - 1), longestWait);
}

async function isFirst(one: Promise<unknown>, other: Promise<unknown>): Promise<boolean> {
  return await Promise.race([one.then(() => true), other.then(() => false)]);
}

/** Asked anew: it changes while other work is awaited. */
function wasSet(flag: () => boolean): boolean {
  return flag();
}

/** A line of the supervisor's log. */
function say(line: string): void {
  process.stdout.write(`${new Date().toISOString()} ${line}\n`);
}
