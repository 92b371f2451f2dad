import { setTimeout as sleepFor } from "node:timers/promises";

/** One question to a service, and what makes the answer right. */
export interface ServiceCheck {
  readonly service: string;
  readonly url: string;
  /** Status that is expected. */
  readonly status: number;
}

/** What came of it. */
export interface CheckResult {
  readonly service: string;
  readonly url: string;
  readonly ok: boolean;
  /** What was found, in a few words: `200 in 34 ms`, or why there is no answer. */
  readonly found: string;
  readonly attempts: number;
}

export interface CheckOptions {
  /** A route or a certificate that is new takes a while to arrive everywhere. @default 5 */
  readonly attempts?: number;
  /** Milliseconds until an attempt is given up. @default 10000 */
  readonly timeout?: number;
  /** Milliseconds between attempts. @default 3000 */
  readonly pause?: number;
}

/** Asks a service until the answer is right or the attempts are used up; never throws. */
export async function checkService(
  check: ServiceCheck,
  { attempts = 5, timeout = 10_000, pause = 3000 }: CheckOptions = {},
): Promise<CheckResult> {
  const { service, url, status } = check;
  for (let attempt = 1; ; attempt += 1) {
    const found = await ask(url, timeout);
    const ok = found.status === status;
    if (ok || attempt >= attempts) {
      return {
        service,
        url,
        ok,
        found: ok ? found.words : wanted(found, status),
        attempts: attempt,
      };
    }
    await sleepFor(pause);
  }
}

interface Found {
  readonly status?: number;
  readonly words: string;
}

async function ask(url: string, timeout: number): Promise<Found> {
  try {
    // A redirect to a login page would answer 200 for a service that is not reached.
    const signal = AbortSignal.timeout(timeout);
    const { status, body } = await fetch(url, { redirect: "manual", signal });
    await body?.cancel();
    return { status, words: String(status) };
  } catch (error) {
    return { words: reason(error, timeout) };
  }
}

function reason(error: unknown, timeout: number): string {
  if (!(error instanceof Error)) return String(error);
  if (error.name === "TimeoutError") return `no answer in ${String(timeout / 1000)} s`;
  return error.cause instanceof Error ? error.cause.message : error.message;
}

function wanted({ words }: Found, status: number): string {
  return `${words}, wanted ${String(status)}`;
}
