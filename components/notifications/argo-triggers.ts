import {
  comparisonFailures,
  type DeliveryEvent,
  type DeliveryTemplate,
  triggers,
} from "./events.ts";

/** When an event has happened, in the language of the notifications controller (expr-lang). */
interface Happening {
  readonly description: string;
  readonly when: string;
  /** Moment that names the episode: another moment is another episode. */
  readonly episode: string;
}

const operation = "app.status?.operationState";

const failed = `${operation}?.phase in ['Error', 'Failed']`;

const happenings: Readonly<Record<DeliveryEvent, Happening>> = {
  "sync-failed": {
    description: "A sync ended in an error, its retries included.",
    when: failed,
    episode: `${operation}?.finishedAt`,
  },
  "health-degraded": {
    description: "The Application became Degraded.",
    when: "app.status?.health?.status == 'Degraded'",
    episode: "app.status?.health?.lastTransitionTime",
  },
  "deployment-complete": {
    description: "A version was synced as a whole and is healthy.",
    // Synced, because health is that of before the sync until Argo CD has looked again. A self-heal is
    // no deployment: it adds nothing to the history. A chart's revision would not do for an episode,
    // since values change without it.
    when:
      `${operation}?.phase == 'Succeeded' and app.status?.sync?.status == 'Synced' ` +
      "and app.status?.health?.status == 'Healthy' and len(app.status?.history ?? []) > 0 " +
      `and ${youngerThan("app.status.history[-1].deployedAt", 24)}`,
    episode: "app.status.history[-1].deployedAt",
  },
};

const comparisons = `[${comparisonFailures.map((type) => `'${type}'`).join(", ")}]`;

/**
 * Without a comparison no sync begins, so none fails either.
 *
 * - Whether it lasts is asked of each message by itself: its moment is a new one whenever the text
 *   changes, as from "error" to "error (cached)". For the same reason it names no episode (`oncePer`).
 *   Without one the controller tells it once as long as it holds, and repeats what was not taken.
 * - After a minute: Argo CD tries a source that did not answer again by itself, also in a first boot.
 * - A sync that was asked for by hand fails of it as well, and is told as that alone.
 */
const notCompared = {
  description: "Argo CD cannot compare what runs with what is declared.",
  when:
    `any(app.status?.conditions ?? [], {.type in ${comparisons} and .lastTransitionTime != nil and ` +
    "time.Now().Sub(time.Parse(.lastTransitionTime)).Minutes() >= 1 and " +
    `not (${failed} and ${operation}?.finishedAt != nil and ` +
    `time.Parse(.lastTransitionTime).Sub(time.Parse(${operation}.finishedAt)).Minutes() < 5)})`,
  send: ["not-compared" satisfies DeliveryTemplate],
};

/**
 * Each event has two conditions with the same template.
 *
 * The first is sent once per episode, and never again: with `oncePer` the controller does not repeat
 * what failed. The second, without it, is repeated at every reconciliation until it has been taken, and
 * by itself would miss an episode that follows another without a pause. Alertmanager knows both as one
 * alert by their labels. After an hour the second ends, long before Alertmanager forgets the alert.
 */
export function argoTriggers(): Readonly<Record<string, readonly object[]>> {
  const events = Object.keys(happenings) as DeliveryEvent[];
  return Object.fromEntries(
    events.map((event) => {
      const { description, when, episode } = happenings[event];
      const repeated = `${when} and ${episode} != nil and ${youngerThan(episode, 1)}`;
      return [
        triggers[event],
        [
          { description, when, oncePer: episode, send: [event] },
          { description: `${description} Until it is taken.`, when: repeated, send: [event] },
          ...(event === "sync-failed" ? [notCompared] : []),
        ],
      ];
    }),
  );
}

function youngerThan(moment: string, hours: number): string {
  return `time.Now().Sub(time.Parse(${moment})).Hours() < ${hours}`;
}
