import type {
  EnvironmentNotifications,
  NotificationChannels,
  NotificationEvent,
  NotificationTransports,
} from "../../config/model.ts";

/** Name of a receiver for one place that messages go to. */
export const receiverNames = {
  slack: (channel: string) => `slack ${channel}`,
  email: (address: string) => `email ${address}`,
  teams: (team: string) => `teams ${team}`,
} as const;

/** A place that messages go to, and what goes there. */
export interface Target {
  readonly channel: keyof typeof receiverNames;
  readonly receiver: string;
  /** Told always. */
  readonly events: readonly NotificationEvent[];
  /** Told of the other events as well, when they are critical. */
  readonly isOnCall: boolean;
  /** Only of this team's services. */
  readonly team?: string;
}

/**
 * Where the messages of some services go. One place is in the list once, also when it is named twice
 * (the channel that is on call too), so that it gets each message once.
 */
export function targetsOf(
  { slack, email, teams }: NotificationChannels,
  onCall: EnvironmentNotifications["onCall"],
  transports: NotificationTransports,
): readonly Target[] {
  const told = new Map<string, readonly NotificationEvent[]>();
  const paged = new Set<string>();
  if (transports.slack !== undefined) {
    if (slack !== undefined) told.set(receiverNames.slack(slack.channel), slack.events);
    if (onCall.slack !== undefined) paged.add(receiverNames.slack(onCall.slack));
  }
  if (transports.email !== undefined) {
    for (const address of email?.to ?? []) {
      told.set(receiverNames.email(address), email?.events ?? []);
    }
    for (const address of onCall.email) paged.add(receiverNames.email(address));
  }
  const places = [...new Set([...told.keys(), ...paged])].map((receiver) => ({
    channel: receiver.startsWith(receiverNames.slack("")) ? ("slack" as const) : ("email" as const),
    receiver,
    events: told.get(receiver) ?? [],
    isOnCall: paged.has(receiver),
  }));
  const ofTeams = transports.teams.map((team) => ({
    channel: "teams" as const,
    receiver: receiverNames.teams(team),
    events: teams?.events ?? [],
    isOnCall: false,
    team,
  }));
  return [...places, ...ofTeams];
}
