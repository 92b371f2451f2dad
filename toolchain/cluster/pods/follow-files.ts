import { setTimeout as sleep } from "node:timers/promises";
import { messageOf } from "../errors.ts";
import type { PodFiles } from "../parts/part.ts";

/** Between two looks at what the files are made from, in milliseconds. A kubelet looks every minute. */
const pause = 2_000;

/**
 * Keeps the files of a running process current until the signal. Never throws: what is refused is told once, and the
 * process goes on with what it had.
 */
export async function followFiles(
  files: PodFiles,
  { signal, onTrouble }: { signal: AbortSignal; onTrouble: (reason: string) => void },
): Promise<void> {
  let pending = false;
  let told = "";
  while (!signal.aborted) {
    await sleep(pause, undefined, { signal, ref: false }).catch(() => undefined);
    if (isAborted(signal)) return;
    try {
      pending = (await files.write()) || pending;
      if (pending) await files.reload();
      pending = false;
      told = "";
    } catch (error) {
      const reason = messageOf(error);
      if (reason !== told) onTrouble(reason);
      told = reason;
    }
  }
}

/** Asked anew: it changes while other work is awaited. */
function isAborted(signal: AbortSignal): boolean {
  return signal.aborted;
}
