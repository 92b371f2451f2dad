import { valid } from "./checks/findings.ts";
import { isEnvironment } from "./environments.ts";
import type { ConfigInput } from "./input.ts";
import type {
  Config,
  EnvironmentNotifications,
  NotificationChannels,
  Notifications,
  NotificationTransports,
} from "./model.ts";
import { ownNamespace, shape, type Parsed } from "./schema/keys.ts";
import { defaultEvents, slackApi } from "./schema/notifications.ts";

type Written = Parsed["notifications"];
type Exception = Written["byTeam"][string];

/** What has to be there for every message that is routed to leave the cluster. */
export interface ChannelNeeds {
  readonly slack: boolean;
  /** Absent: no mail server is configured. */
  readonly email?: NonNullable<NotificationTransports["email"]>;
  /** Teams with a channel of their own to write to, by name. */
  readonly teams: readonly string[];
}

/** One environment with what it is routed by. */
interface Routed {
  readonly routing: EnvironmentNotifications;
  /** Team of each service. */
  readonly teamOf: ReadonlyMap<string, string>;
}

/** Who is told about what, and the credentials it takes; of a platform that is this stack's own. */
export function planNotifications(
  parsed: Parsed,
  environments: Config["platform"]["environments"],
  siblings: readonly ConfigInput[],
): { readonly routings: readonly EnvironmentNotifications[]; readonly needs: ChannelNeeds } {
  const routed = environments.map(({ name }) => {
    const written = name === parsed.environment ? parsed : writtenBy(name, siblings);
    return routingOf(name, written);
  });
  const routings = routed.map(({ routing }) => routing);
  const email = transportOf(parsed.notifications.email);
  return {
    routings,
    needs: {
      slack: routings.some(usesSlack),
      ...(email !== undefined && { email }),
      teams: [...new Set(routed.flatMap(teamsToldOf))].sort(),
    },
  };
}

/** The plan with what can really be sent: of each channel, only where its credential is set. */
export function joinNotifications(
  { notifications }: Parsed,
  { routings, needs }: ReturnType<typeof planNotifications>,
  { set, isSent }: { readonly set: ReadonlySet<string>; readonly isSent: boolean },
): Notifications {
  const { email } = needs;
  const hasEmail = email?.username === undefined || set.has("notifications/email/password");
  const transports = {
    ...(needs.slack &&
      set.has("notifications/slack/token") && {
        slack: { apiUrl: notifications.slack?.apiUrl ?? slackApi },
      }),
    ...(email !== undefined && hasEmail && { email }),
    teams: needs.teams.filter((team) => set.has(`notifications/teams/${team}`)),
  };
  return { transports: isSent ? transports : { teams: [] }, environments: routings };
}

/** A tenant's own words; what is wrong in them is told when that stack is parsed itself. */
function writtenBy(
  environment: string,
  siblings: readonly ConfigInput[],
): Pick<Parsed, "notifications" | "catalogue"> {
  const values = siblings.find(({ stack }) => stack === environment)?.values ?? {};
  const { notifications, catalogue } = shape;
  return {
    notifications:
      valid(notifications, values[`${ownNamespace}:notifications`]) ?? notifications.parse({}),
    catalogue: valid(catalogue, values[`${ownNamespace}:catalogue`]) ?? {},
  };
}

function routingOf(
  environment: string,
  { notifications, catalogue }: Pick<Parsed, "notifications" | "catalogue">,
): Routed {
  const { slack, email, teams, onCall, byTeam, byService } = notifications;
  const own: NotificationChannels = {
    ...(slack !== undefined && { slack: { channel: slack.channel, events: slack.events } }),
    ...(email !== undefined && { email: { to: email.to, events: email.events } }),
    ...(teams !== undefined && { teams: { events: teams.events } }),
  };
  const teamOf = new Map(Object.entries(catalogue).map(([name, { team }]) => [name, team]));
  const teamChannels = new Map(
    Object.entries(byTeam).map(([team, exception]) => [team, exceptionOf(exception, own)]),
  );
  const serviceChannels = Object.entries(byService).map(([service, exception]) => {
    const team = teamChannels.get(teamOf.get(service) ?? "");
    return [service, exceptionOf(exception, { ...own, ...team })] as const;
  });
  return {
    routing: {
      // Only environments are looked for, and one of another name has been refused.
      environment: isEnvironment(environment) ? environment : "development",
      ...own,
      onCall: { ...(onCall.slack !== undefined && { slack: onCall.slack }), email: onCall.email },
      byTeam: Object.fromEntries(teamChannels),
      byService: Object.fromEntries(serviceChannels),
    },
    teamOf,
  };
}

/** What is left out is taken from `under`; a channel that is not named stays away. */
function exceptionOf(
  { slack, email, teams }: Exception,
  under: NotificationChannels,
): NotificationChannels {
  const joined = {
    slack: slack && { events: defaultEvents.slack, ...under.slack, ...given(slack) },
    email: email && { events: defaultEvents.email, ...under.email, ...given(email) },
  };
  const channel = joined.slack?.channel;
  const to = joined.email?.to;
  return {
    ...(joined.slack !== undefined &&
      channel !== undefined && { slack: { ...joined.slack, channel } }),
    ...(joined.email !== undefined && to !== undefined && { email: { ...joined.email, to } }),
    ...(teams !== undefined && { teams: { events: teams.events } }),
  };
}

/** Without the keys that have no value, which would hide what is below them. */
function given<T extends object>(map: T): { [K in keyof T]?: NonNullable<T[K]> } {
  return Object.fromEntries(Object.entries(map).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: NonNullable<T[K]>;
  };
}

function channelsOf(routing: EnvironmentNotifications): readonly NotificationChannels[] {
  return [routing, ...Object.values(routing.byTeam), ...Object.values(routing.byService)];
}

function usesSlack(routing: EnvironmentNotifications): boolean {
  const isTold = channelsOf(routing).some(({ slack }) => (slack?.events.length ?? 0) > 0);
  return isTold || routing.onCall.slack !== undefined;
}

function teamsToldOf({ routing, teamOf }: Routed): readonly string[] {
  return [...teamOf].flatMap(([service, team]) => {
    const { teams } = { ...routing, ...routing.byTeam[team], ...routing.byService[service] };
    return (teams?.events.length ?? 0) > 0 ? [team] : [];
  });
}

const implicitTlsPort = 465;

function transportOf(email: Written["email"]): ChannelNeeds["email"] {
  if (email === undefined) return undefined;
  const [host = "", portText] = email.server.split(":");
  const port = Number(portText);
  return {
    host,
    port,
    from: email.from,
    ...(email.username !== undefined && { username: email.username }),
    tls: email.tls ?? (port === implicitTlsPort ? "implicit" : "starttls"),
  };
}
