import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";

import type { KubeConfig } from "@kubernetes/client-node";

import { CliError } from "../errors.ts";
import type { ApplicationObject, OperationState } from "../status/objects.ts";
import {
  ChangedMeanwhile,
  patchApplication,
  requiredApplication,
  type ApplicationAddress,
} from "./patch-application.ts";

/** How an Application is synced. */
export interface SyncWish {
  /** Replace what cannot be changed in place, by deleting it. */
  readonly force: boolean;
  /** Delete what is no longer declared. */
  readonly prune: boolean;
  /** Who asks, for Argo CD's history. */
  readonly username: string;
}

/** How waiting is done; a test waits less. */
export interface SyncWait {
  readonly timeoutSeconds: number;
  readonly tell: (detail: string) => void;
  /** @default 500 */
  readonly pollMilliseconds?: number;
}

/** Marks our own operation among those that Argo CD tells of. */
const mark = "msa";

/** What Argo CD says while a window forbids a sync (argo-cd, controller/sync.go). */
const blocked = "Sync operation blocked by sync window";

/**
 * Asks Argo CD for a sync as its own API server does for `argocd app sync`, by the field `operation`, and
 * waits until it has ended.
 *
 * @returns how it ended, in Argo CD's own words.
 * @throws CliError when another sync is going on, a sync window forbids it (it is taken back then), or it
 * does not end in time.
 */
export async function syncApplication(
  kube: KubeConfig,
  where: ApplicationAddress,
  wish: SyncWish,
  wait: SyncWait,
): Promise<OperationState> {
  const id = randomUUID();
  await begin(kube, where, wish, id);
  const deadline = Date.now() + wait.timeoutSeconds * 1000;
  for (;;) {
    const application = await requiredApplication(kube, where);
    const state = ownState(application, id);
    if (state?.message?.startsWith(blocked) === true) {
      await takeBack(kube, where);
      throw new CliError(blockedWords(where));
    }
    if (state !== undefined && hasEnded(state)) return state;
    if (Date.now() > deadline) throw new CliError(tooLate(where, wait, state));
    wait.tell(`${where.name}: ${state?.message ?? "asked"}`);
    await sleep(wait.pollMilliseconds ?? 500);
  }
}

/** Sets the operation on what was read, so that nobody else's is overwritten. */
async function begin(
  kube: KubeConfig,
  where: ApplicationAddress,
  wish: SyncWish,
  id: string,
): Promise<void> {
  for (;;) {
    const application = await requiredApplication(kube, where);
    refuseBusy(application);
    try {
      await patchApplication(kube, where, {
        metadata: { resourceVersion: application.metadata.resourceVersion },
        operation: operationOf(application, wish, id),
        status: { operationState: null },
      });
      return;
    } catch (error) {
      // Argo CD writes to its Applications every few seconds.
      if (!(error instanceof ChangedMeanwhile)) throw error;
    }
  }
}

function refuseBusy({
  metadata: { name, deletionTimestamp },
  operation,
  status,
}: ApplicationObject) {
  if (deletionTimestamp !== undefined) {
    throw new CliError(
      `Application ${name}: is being deleted (since ${String(deletionTimestamp)}), so it cannot be synced. ` +
        "If it does not go: ./msa recover <environment>",
    );
  }
  if (operation === undefined) return;
  const words = status?.operationState?.message ?? "it has just begun";
  throw new CliError(
    `Application ${name}: another sync is going on (${words}). Wait for it to end, and run the same command again.`,
  );
}

/** As Argo CD's API server makes it (argo-cd, server/application/application.go, Sync). */
function operationOf({ spec }: ApplicationObject, wish: SyncWish, id: string): object {
  const { syncOptions } = spec.syncPolicy ?? {};
  return {
    initiatedBy: { username: wish.username },
    info: [{ name: mark, value: id }],
    sync: {
      revision: spec.source.targetRevision,
      prune: wish.prune,
      syncStrategy: { hook: { force: wish.force } },
      ...(syncOptions !== undefined && { syncOptions }),
    },
  };
}

function ownState({ status }: ApplicationObject, id: string): OperationState | undefined {
  const state = status?.operationState;
  return state?.operation?.info?.some(({ value }) => value === id) === true ? state : undefined;
}

function hasEnded({ phase = "" }: OperationState): boolean {
  return ["Succeeded", "Failed", "Error"].includes(phase);
}

/** As `argocd app terminate-op`: left alone it would begin when the window opens. */
async function takeBack(kube: KubeConfig, where: ApplicationAddress): Promise<void> {
  await patchApplication(kube, where, { status: { operationState: { phase: "Terminating" } } });
}

function blockedWords({ name }: ApplicationAddress): string {
  return (
    `Application ${name}: a sync window forbids a sync now, also one by hand, so it was taken back. ` +
    "Wait until the window ends, or change msa:sync.windows in the stack file and apply it."
  );
}

function tooLate(
  { name }: ApplicationAddress,
  { timeoutSeconds }: SyncWait,
  state: OperationState | undefined,
): string {
  return state === undefined
    ? `Application ${name}: Argo CD has not begun the sync (asked ${timeoutSeconds} s ago). ` +
        "Look whether its application controller runs; it begins when it does."
    : `Application ${name}: the sync has not ended after ${timeoutSeconds} s (${state.message ?? "no message"}). ` +
        "It goes on. Look again with ./msa status, or wait longer with --timeout.";
}
