/** What Alertmanager has counted for one receiver since it started. */
export interface Counters {
  /** Attempts to deliver a message. */
  readonly attempts: number;
  readonly failedAttempts: number;
  /** Messages that were given up until the next attempt of their group, by reason. */
  readonly givenUp: Readonly<Record<string, number>>;
}

const line = /^(?<metric>\w+)\{(?<labels>.*)\} (?<value>\S+)$/;
const label = /(?<name>\w+)="(?<value>(?:[^"\\]|\\.)*)"/g;

/**
 * Reads the counters from what GET /metrics answers, by receiver.
 *
 * Names of receivers are there only with the feature `receiver-name-in-metrics`, which the platform's
 * Alertmanager has; without it the map is empty.
 */
export function countersOf(metrics: string): ReadonlyMap<string, Counters> {
  const found = new Map<string, Counters>();
  for (const text of metrics.split("\n")) {
    const { metric, labels = "", value } = line.exec(text)?.groups ?? {};
    if (metric?.startsWith("alertmanager_notification") !== true) continue;
    const { receiver_name: receiver, reason } = labelsOf(labels);
    if (receiver === undefined) continue;
    const known = found.get(receiver) ?? { attempts: 0, failedAttempts: 0, givenUp: {} };
    found.set(receiver, counted(known, { metric, reason, value: Number(value) }));
  }
  return found;
}

interface Sample {
  readonly metric: string;
  readonly reason: string | undefined;
  readonly value: number;
}

function counted(known: Counters, { metric, reason = "", value }: Sample): Counters {
  switch (metric) {
    case "alertmanager_notification_requests_total":
      return { ...known, attempts: known.attempts + value };
    case "alertmanager_notification_requests_failed_total":
      return { ...known, failedAttempts: known.failedAttempts + value };
    case "alertmanager_notifications_failed_total":
      return {
        ...known,
        givenUp: { ...known.givenUp, [reason]: (known.givenUp[reason] ?? 0) + value },
      };
    default:
      return known;
  }
}

function labelsOf(text: string): Record<string, string> {
  const pairs = [...text.matchAll(label)].map(({ groups }) => [
    groups?.["name"] ?? "",
    (groups?.["value"] ?? "").replaceAll(/\\(.)/g, (_, character: string) =>
      character === "n" ? "\n" : character,
    ),
  ]);
  return Object.fromEntries(pairs) as Record<string, string>;
}
