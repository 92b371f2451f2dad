import {
  type EnvironmentNotifications,
  notificationEvents,
  type Notifications,
} from "../../../config/notifications-model.ts";

/** All but the last one that people want by mail. */
export const important = notificationEvents.filter((event) => event !== "deployment-complete");

/** The routing that the repository comes with. */
export function sampleRouting(
  overrides: Partial<EnvironmentNotifications> = {},
): EnvironmentNotifications {
  return {
    environment: "production",
    slack: { channel: "#msa-support", events: notificationEvents },
    email: { to: ["admin@jclee.me"], events: important },
    teams: { events: notificationEvents },
    onCall: { slack: "#msa-oncall", email: [] },
    byService: {},
    byTeam: {},
    ...overrides,
  };
}

/** Every channel with its credential, for one environment. */
export function sampleNotifications(overrides: Partial<Notifications> = {}): Notifications {
  return {
    transports: {
      slack: { apiUrl: "https://slack.com/api/chat.postMessage" },
      email: {
        host: "smtp.jclee.me",
        port: 587,
        from: "msa@jclee.me",
        username: "msa@jclee.me",
        tls: "starttls",
      },
      teams: ["commerce", "identity"],
    },
    environments: [sampleRouting()],
    ...overrides,
  };
}
