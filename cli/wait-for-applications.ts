import { setTimeout as sleep } from "node:timers/promises";

import type { KubeConfig } from "@kubernetes/client-node";

import type { Config } from "../config/model.ts";
import { CliError } from "./errors.ts";
import { isHopeless } from "./status/hopeless.ts";
import type { ServiceStatus } from "./status/model.ts";
import type { LiveObjects } from "./status/objects.ts";
import { readLive, whereLive } from "./status/read-live.ts";
import { isSettled } from "./status/settled.ts";
import { statusOf } from "./status/status.ts";

export interface WaitOptions {
  /** @default 300 */
  readonly timeoutSeconds?: number;
  /** Called about once a second with what is still missing. */
  readonly tell?: (detail: string) => void;
  /** Time as the wait sees it. @default the machine's */
  readonly clock?: Clock;
}

export interface Clock {
  /** Milliseconds since any fixed moment. */
  now(): number;
  sleep(milliseconds: number): Promise<unknown>;
}

/** Argo CD looks again every few seconds; asking more often shows nothing new. */
const pollMilliseconds = 1000;

/** How long something may look lost, or the cluster be silent, before the wait is given up. */
const graceMilliseconds = 20_000;

const machineClock: Clock = { now: () => Date.now(), sleep: (milliseconds) => sleep(milliseconds) };

/**
 * Waits until every Application of the environment is Synced and Healthy with what is declared now.
 * Ends early when one of them is lost for so long that waiting will not help.
 *
 * @throws CliError with the reason of each service that did not come.
 */
export async function waitForApplications(
  kube: KubeConfig,
  config: Config,
  { timeoutSeconds = 300, tell, clock = machineClock }: WaitOptions = {},
): Promise<void> {
  const start = clock.now();
  const lost = new Stopwatches(clock);
  for (;;) {
    const live = await readPatiently(kube, config, lost);
    if (live === undefined) {
      tell?.("the cluster does not answer");
    } else {
      const missing = missingRows(config, live);
      if (missing.length === 0) {
        return;
      }
      const given = missing.filter((row) => lost.longFor(row.application, isLost(live, row)));
      const seconds = Math.round((clock.now() - start) / 1000);
      if (given.length > 0) {
        throw new CliError(givenUp(given, missing, seconds));
      }
      if (seconds >= timeoutSeconds) {
        throw new CliError(tooLate(missing, timeoutSeconds));
      }
      tell?.(missing.map(shortly).join(", "));
    }
    await clock.sleep(pollMilliseconds);
  }
}

/** Since when things have been so, by name. */
class Stopwatches {
  readonly #clock: Clock;
  readonly #since = new Map<string, number>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** True when `name` has been so at every call for longer than the grace. */
  longFor(name: string, isSo: boolean): boolean {
    if (!isSo) {
      this.#since.delete(name);
      return false;
    }
    const since = this.#since.get(name) ?? this.#clock.now();
    this.#since.set(name, since);
    return this.#clock.now() - since > graceMilliseconds;
  }
}

/** One unanswered question must not end a rollout's wait; undefined when there was no answer. */
async function readPatiently(
  kube: KubeConfig,
  config: Config,
  silent: Stopwatches,
): Promise<LiveObjects | undefined> {
  const name = "the API server";
  try {
    const live = await readLive(kube, whereLive(config));
    silent.longFor(name, false);
    return live;
  } catch (error) {
    if (!(error instanceof CliError) || silent.longFor(name, true)) {
      throw error;
    }
    return undefined;
  }
}

function missingRows(config: Config, live: LiveObjects): ServiceStatus[] {
  const settled = new Set(live.applications.filter(isSettled).map((app) => app.metadata.name));
  return statusOf(config, live).filter((row) => !settled.has(row.application));
}

function isLost(live: LiveObjects, { application }: ServiceStatus): boolean {
  const found = live.applications.find((app) => app.metadata.name === application);
  return found !== undefined && isHopeless(found);
}

function shortly(row: ServiceStatus): string {
  const { ready, wanted } = row.replicas;
  return `${row.service} ${row.sync}/${row.health} ${ready}/${wanted}`;
}

function tooLate(missing: readonly ServiceStatus[], seconds: number): string {
  return [
    `Applications: ${missing.length} not Synced and Healthy after ${seconds} s. The reasons:`,
    ...missing.flatMap(withReasons),
    "The cluster goes on trying. Look again with ./msa status, or wait longer with --timeout.",
  ].join("\n");
}

function givenUp(
  given: readonly ServiceStatus[],
  missing: readonly ServiceStatus[],
  seconds: number,
): string {
  const others = missing.filter((row) => !given.includes(row)).map(shortly);
  return [
    `Applications: ${given.length} will not become Synced and Healthy by waiting (gave up after ${seconds} s). The reasons:`,
    ...given.flatMap(withReasons),
    ...(others.length === 0 ? [] : [`Still on their way: ${others.join(", ")}.`]),
    "Correct the cause and run the same command again.",
  ].join("\n");
}

function withReasons(row: ServiceStatus): string[] {
  return [`  ${shortly(row)}`, ...row.reasons.map((reason) => `    ${reason}`)];
}
