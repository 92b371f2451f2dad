import type { Environment } from "./model.ts";

/** What people are told about. The first three come from Argo CD, the last from Prometheus. */
export const notificationEvents = [
  "sync-failed",
  "health-degraded",
  "deployment-complete",
  "resource-limit-exceeded",
] as const;
export type NotificationEvent = (typeof notificationEvents)[number];

/** Where messages go; an absent channel gets none. */
export interface NotificationChannels {
  /** `channel` as Slack says it, such as `#msa-support`. */
  readonly slack?: { readonly channel: string; readonly events: readonly NotificationEvent[] };
  readonly email?: {
    readonly to: readonly string[];
    readonly events: readonly NotificationEvent[];
  };
  /** To the channel of the team that owns the service. */
  readonly teams?: { readonly events: readonly NotificationEvent[] };
}

/** One environment's routing. */
export interface EnvironmentNotifications extends NotificationChannels {
  readonly environment: Environment;
  /** Also told of what is critical. */
  readonly onCall: { readonly slack?: string; readonly email: readonly string[] };
  /** What single services have different; a service wins over its team. Key by key over the environment's. */
  readonly byService: Readonly<Record<string, NotificationChannels>>;
  readonly byTeam: Readonly<Record<string, NotificationChannels>>;
}

/** How messages leave the cluster; the owner of the platform has the credentials. */
export interface NotificationTransports {
  /** Present when its token is set. */
  readonly slack?: {
    /** Method of Slack's API that posts a message. */
    readonly apiUrl: string;
  };
  /** Present when it is configured and, where it has a user, its password is set. */
  readonly email?: {
    readonly host: string;
    readonly port: number;
    readonly from: string;
    /** Absent: the server asks for no login. */
    readonly username?: string;
    /** `starttls` is demanded, never only tried; `implicit` begins with TLS (port 465). */
    readonly tls: "starttls" | "implicit";
  };
  /** Teams whose Workflow address is set, by name. */
  readonly teams: readonly string[];
}

/** Something that is configured and does not work until a person does something. */
export interface OffFeature {
  /** `Notifications to Slack`. */
  readonly what: string;
  /** `notifications/slack/token is not set`. */
  readonly why: string;
  /** The command or the line that turns it on. */
  readonly turnOn: string;
}

/** Who is told about what on one platform. */
export interface Notifications {
  readonly transports: NotificationTransports;
  /** One for each environment on this platform, by name. */
  readonly environments: readonly EnvironmentNotifications[];
}
