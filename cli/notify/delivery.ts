import { setTimeout as sleep } from "node:timers/promises";

import type { Alertmanager, RoutedAlert } from "./alertmanager.ts";
import { type Channel, onlyChannelLabel } from "./channels.ts";
import type { Counters } from "./counters.ts";

/** What became of the samples for one receiver. */
export interface Delivery {
  readonly channel: Channel;
  /** As the routes call it, such as `slack #msa-support`. */
  readonly receiver: string;
  /** Events that are routed there. */
  readonly events: readonly string[];
  /** How many of these messages the other side has taken. */
  readonly delivered: number;
  /** Attempts that it has refused or not answered. */
  readonly failedAttempts: number;
  /** What Alertmanager has counted as the reason, such as `clientError`, where it gave up. */
  readonly reasons: readonly string[];
}

/** Who hears nothing. */
const nobody = "null";

export interface DeliveryOptions {
  readonly channels: readonly Channel[];
  /** Of the alerts that were sent. */
  readonly episode: string;
  /** Counters from before they were sent. */
  readonly before: ReadonlyMap<string, Counters>;
  readonly timeoutSeconds: number;
  /** How many messages of how many have arrived. */
  readonly tell?: (detail: string) => void;
}

/**
 * Waits until every message has been taken or given up, or the time is over.
 *
 * Alertmanager counts by receiver and not by alert: a real message that arrives at the same moment counts
 * as one of the test's.
 */
export async function awaitDelivery(
  alertmanager: Alertmanager,
  options: DeliveryOptions,
): Promise<readonly Delivery[]> {
  const { channels, episode, before, timeoutSeconds, tell } = options;
  const end = Date.now() + timeoutSeconds * 1000;
  const routed = await alertmanager.routed(episode);
  const expected = channels.flatMap((channel) => receiversOf(routed, channel));
  for (;;) {
    const now = await alertmanager.counters();
    const deliveries = expected.map((each) =>
      deliveryTo(each, before.get(each.receiver), now.get(each.receiver)),
    );
    const taken = deliveries.reduce((sum, { delivered }) => sum + delivered, 0);
    const all = deliveries.reduce((sum, { events }) => sum + events.length, 0);
    tell?.(`${taken} of ${all} messages`);
    if (deliveries.every(isSettled) || Date.now() > end) return deliveries;
    await sleep(500);
  }
}

/** Whether each message arrived. */
export function isComplete({ delivered, events }: Delivery): boolean {
  return delivered >= events.length;
}

type Expected = Pick<Delivery, "channel" | "receiver" | "events">;

/** The receivers that Alertmanager itself says the samples of a channel go to. */
function receiversOf(routed: readonly RoutedAlert[], channel: Channel): Expected[] {
  const events = new Map<string, string[]>();
  for (const { labels, receivers } of routed) {
    if (labels[onlyChannelLabel] !== channel) continue;
    for (const receiver of new Set(receivers)) {
      if (receiver === nobody) continue;
      events.set(receiver, [...(events.get(receiver) ?? []), labels["event"] ?? ""]);
    }
  }
  return [...events]
    .map(([receiver, of]) => ({ channel, receiver, events: of.sort() }))
    .sort((one, other) => (one.receiver < other.receiver ? -1 : 1));
}

const nothing: Counters = { attempts: 0, failedAttempts: 0, givenUp: {} };

function deliveryTo(expected: Expected, before = nothing, now = nothing): Delivery {
  const attempts = now.attempts - before.attempts;
  const failedAttempts = now.failedAttempts - before.failedAttempts;
  return {
    ...expected,
    delivered: Math.min(Math.max(attempts - failedAttempts, 0), expected.events.length),
    failedAttempts,
    reasons: Object.entries(now.givenUp)
      .filter(([reason, count]) => count > (before.givenUp[reason] ?? 0))
      .map(([reason]) => reason),
  };
}

/** Nothing is to be expected any more: all are there, or some were refused for good. */
function isSettled(delivery: Delivery): boolean {
  return isComplete(delivery) || delivery.reasons.length > 0;
}
