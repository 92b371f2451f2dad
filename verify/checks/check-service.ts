import { setTimeout as sleepFor } from "node:timers/promises";

import { inWords, valueAtPath } from "./json-path.ts";
import { readAnswer, TooLargeError } from "./read-answer.ts";

/** One question to a service, and what makes the answer right. */
export interface ServiceCheck {
  readonly service: string;
  readonly method: "GET" | "HEAD";
  readonly url: string;
  /** Status that is expected. */
  readonly status: number;
  /** What the answer, as JSON, must say. Absent: anything. */
  readonly json?: {
    /** Such as `items[0].name`. */
    readonly path: string;
    readonly equals: string | number | boolean | null;
  };
}

/** What came of it. */
export interface CheckResult {
  readonly service: string;
  readonly method: "GET" | "HEAD";
  readonly url: string;
  readonly ok: boolean;
  /** What was found, in a few words: `200, status is "down"`, or why there is no answer. */
  readonly found: string;
  /** What makes the answer right: `200, status is "ok"`. */
  readonly wanted: string;
  /** 0: it was not asked, since the service does not answer at all. */
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

/**
 * Asks all services at once, and each one question after the other. The first question to a service is
 * whether it is well at all; where that is not answered as it should, the others would only say it again.
 *
 * @param tell is called with each result as soon as it is there.
 */
export async function checkAll(
  checks: readonly ServiceCheck[],
  options: CheckOptions = {},
  tell: (result: CheckResult) => void = () => undefined,
): Promise<readonly CheckResult[]> {
  const byService = Map.groupBy(checks, ({ service }) => service);
  const results = await Promise.all(
    [...byService.values()].map(async (ofService) => {
      const done: CheckResult[] = [];
      for (const check of ofService) {
        const isWell = done[0]?.ok ?? true;
        const result = isWell ? await checkService(check, options) : notAsked(check);
        done.push(result);
        tell(result);
      }
      return done;
    }),
  );
  return results.flat();
}

/** Asks a service until the answer is right or the attempts are used up; never throws. */
export async function checkService(
  check: ServiceCheck,
  { attempts = 5, timeout = 10_000, pause = 3000 }: CheckOptions = {},
): Promise<CheckResult> {
  for (let attempt = 1; ; attempt += 1) {
    const { ok, words } = await ask(check, timeout);
    if (ok || attempt >= attempts) return { ...about(check), ok, found: words, attempts: attempt };
    await sleepFor(pause);
  }
}

/** A result as a line for people: `cart: GET https://…/healthz: 500, wanted 200`. */
export function resultLine({ service, method, url, ok, found, wanted }: CheckResult): string {
  return `${service}: ${method} ${url}: ${ok ? found : `${found}, wanted ${wanted}`}`;
}

function about(check: ServiceCheck): Pick<CheckResult, "service" | "method" | "url" | "wanted"> {
  const { service, method, url, status, json } = check;
  const content = json === undefined ? "" : `, ${json.path} is ${inWords(json.equals)}`;
  return { service, method, url, wanted: `${String(status)}${content}` };
}

function notAsked(check: ServiceCheck): CheckResult {
  return { ...about(check), ok: false, found: "not asked, the first answer is wrong", attempts: 0 };
}

interface Found {
  readonly ok: boolean;
  readonly words: string;
}

async function ask(check: ServiceCheck, timeout: number): Promise<Found> {
  const { url, method, status, json } = check;
  try {
    // A redirect to a login page would answer 200 for a service that is not reached.
    const signal = AbortSignal.timeout(timeout);
    const response = await fetch(url, { method, redirect: "manual", signal });
    const isStatus = response.status === status;
    if (json === undefined || !isStatus) {
      await response.body?.cancel();
      return { ok: isStatus, words: String(response.status) };
    }
    const { ok, words } = await judge(response, json);
    return { ok, words: `${String(response.status)}, ${words}` };
  } catch (error) {
    return { ok: false, words: reason(error, timeout) };
  }
}

/** Whether the content of an answer says what it must. */
async function judge(
  response: Response,
  { path, equals }: NonNullable<ServiceCheck["json"]>,
): Promise<Found> {
  let answer: unknown;
  try {
    answer = JSON.parse(await readAnswer(response));
  } catch (error) {
    if (error instanceof TooLargeError) return { ok: false, words: error.message };
    if (error instanceof SyntaxError) return { ok: false, words: "no JSON" };
    throw error;
  }
  const found = valueAtPath(answer, path);
  return { ok: found === equals, words: `${path} is ${inWords(found)}` };
}

function reason(error: unknown, timeout: number): string {
  if (!(error instanceof Error)) return String(error);
  if (error.name === "TimeoutError") return `no answer in ${String(timeout / 1000)} s`;
  return error.cause instanceof Error ? error.cause.message : error.message;
}
