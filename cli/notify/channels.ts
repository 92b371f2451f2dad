/** Ways a message leaves the cluster, as a person names them. */
export const channels = ["slack", "email", "teams"] as const;
export type Channel = (typeof channels)[number];

/** What Alertmanager calls them in its metrics and log. */
export const integrations: Readonly<Record<Channel, string>> = {
  slack: "slack",
  email: "email",
  teams: "msteamsv2",
};

/**
 * Label of an alert that goes to one channel only, whatever else it is routed to
 * (components/notifications/routes.ts). Alerts of real events have none.
 */
export const onlyChannelLabel = "channel";
