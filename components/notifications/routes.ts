import type {
  Config,
  EnvironmentNotifications,
  NotificationChannels,
  NotificationEvent,
} from "../../config/model.ts";
import { deliveryEvents, limitEvents } from "./events.ts";
import { type Target, targetsOf } from "./targets.ts";

/** A node of Alertmanager's routing tree (prometheus.io/docs/alerting/latest/configuration). */
export interface Route {
  readonly receiver: string;
  readonly matchers: readonly string[];
  readonly continue?: boolean;
  readonly group_by?: readonly string[];
  readonly group_wait?: string;
  readonly group_interval?: string;
  readonly repeat_interval?: string;
  readonly routes?: readonly Route[];
}

/** Who hears nothing. */
export const nobody = "null";

type Facts = Pick<Config, "notifications" | "services">;

/** Events that are told in the same way, and how. */
const kinds = [
  {
    events: deliveryEvents,
    timing: {
      // Each episode by itself: an Application tells of one thing at a time.
      group_by: ["..."],
      group_wait: "1s",
      // Also how long one attempt may take before the next, where a channel hangs.
      group_interval: "1m",
      // Longer than the alert lives, so never: an event is told once.
      repeat_interval: "24h",
    },
  },
  {
    events: limitEvents,
    timing: {
      // The pods of one service that reach the same limit are one message.
      group_by: ["alertname", "environment", "namespace", "service", "resource", "severity"],
      group_wait: "10s",
      group_interval: "5m",
      repeat_interval: "24h",
    },
  },
] as const;

/**
 * Routes of every environment on the platform, one below the other: environment and kind of event,
 * then the services and teams that want it different, then everybody else.
 */
export function notificationRoutes(facts: Facts): readonly Route[] {
  return facts.notifications.environments.flatMap((environment) =>
    kinds.map(({ events, timing }) => ({
      receiver: nobody,
      matchers: [equal("environment", environment.environment), among("event", events)],
      ...timing,
      routes: audiences(environment, events, facts),
    })),
  );
}

/** The first audience that an alert belongs to is the only one, so the narrower come first. */
function audiences(
  environment: EnvironmentNotifications,
  events: readonly NotificationEvent[],
  { notifications: { transports }, services }: Facts,
): readonly Route[] {
  const { byService, byTeam, onCall } = environment;
  const deliveries = (channels: NotificationChannels, team?: string) =>
    targetsOf({ ...environment, ...channels }, onCall, transports)
      .filter((target) => target.team === undefined || (team ?? target.team) === target.team)
      .flatMap((target) => deliver(target, events));
  const audience = (label: string, value: string, routes: readonly Route[]): Route => ({
    receiver: nobody,
    matchers: [equal(label, value)],
    routes,
  });
  const ofServices = sorted(byService).map(([service, channels]) => {
    const team = services.find(({ name }) => name === service)?.team;
    const ofTeam = team === undefined ? {} : byTeam[team];
    return audience("service", service, deliveries({ ...ofTeam, ...channels }, team));
  });
  const ofTeams = sorted(byTeam).map(([team, channels]) =>
    audience("team", team, deliveries(channels, team)),
  );
  return [...ofServices, ...ofTeams, ...deliveries({})];
}

/** Every target is looked at, whatever the one before got: hence `continue`. */
function deliver(
  { channel, receiver, events, isOnCall, team }: Target,
  all: readonly NotificationEvent[],
): readonly Route[] {
  const always = all.filter((event) => events.includes(event));
  const others = all.filter((event) => !events.includes(event));
  const ofTeam = team === undefined ? [] : [equal("team", team)];
  // Only a test of one channel has this label (cli/notify/channels.ts).
  const ofTest = `channel =~ "|${channel}"`;
  const route = (some: readonly NotificationEvent[], more: readonly string[]): Route[] => {
    if (some.length === 0) return [];
    const ofEvents = some.length === all.length ? [] : [among("event", some)];
    return [{ receiver, matchers: [...ofTeam, ...more, ...ofEvents, ofTest], continue: true }];
  };
  return [
    ...route(always, []),
    ...(isOnCall ? route(others, [equal("severity", "critical")]) : []),
  ];
}

function equal(label: string, value: string): string {
  return `${label} = ${JSON.stringify(value)}`;
}

function among(label: string, values: readonly string[]): string {
  const [only = ""] = values;
  return values.length === 1
    ? equal(label, only)
    : `${label} =~ ${JSON.stringify(values.join("|"))}`;
}

function sorted<T>(map: Readonly<Record<string, T>>): readonly (readonly [string, T])[] {
  return Object.entries(map).sort(([a], [b]) => (a < b ? -1 : 1));
}
