import type { EnvironmentNotifications, Notifications } from "../../config/model.ts";
import { channelKey, channelSecretName } from "../secrets/channel-secret.ts";
import { emailLook } from "./messages/email.ts";
import { slackLook } from "./messages/slack.ts";
import { teamsLook } from "./messages/teams.ts";
import { receiverNames } from "./targets.ts";

/** A receiver of Alertmanager, by name. */
export type Receiver = Readonly<Record<string, unknown>> & { readonly name: string };

type Transports = Notifications["transports"];

/** That something has ended is no message: nobody is woken a second time for one episode. */
const once = { send_resolved: false } as const;

/**
 * One receiver for each place that messages go to, and no more: one that is refused holds up no other.
 * Credentials are files of a Secret, so they are not in the release.
 */
export function receivers({ transports, environments }: Notifications): readonly Receiver[] {
  const { slack, email, teams } = transports;
  return [
    ...(slack === undefined ? [] : unique(environments, channelsOf).map(slackReceiver(slack))),
    ...(email === undefined ? [] : unique(environments, addressesOf).map(emailReceiver(email))),
    ...teams.map(teamsReceiver),
  ];
}

function slackReceiver({ apiUrl }: NonNullable<Transports["slack"]>) {
  return (channel: string): Receiver => ({
    name: receiverNames.slack(channel),
    slack_configs: [
      {
        ...once,
        api_url: apiUrl,
        http_config: {
          authorization: { credentials_file: credential("notifications/slack/token") },
        },
        channel,
        // An attempt without an answer is given up, and another made.
        timeout: "10s",
        ...slackLook,
      },
    ],
  });
}

function emailReceiver(transport: NonNullable<Transports["email"]>) {
  const { host, port, from, username, tls } = transport;
  return (to: string): Receiver => ({
    name: receiverNames.email(to),
    email_configs: [
      {
        ...once,
        to,
        from,
        smarthost: `${host}:${port}`,
        ...(username !== undefined && {
          auth_username: username,
          auth_password_file: credential("notifications/email/password"),
        }),
        // A server that offers no TLS is refused.
        require_tls: true,
        force_implicit_tls: tls === "implicit",
        ...emailLook,
      },
    ],
  });
}

function teamsReceiver(team: string): Receiver {
  return {
    name: receiverNames.teams(team),
    msteamsv2_configs: [
      { ...once, webhook_url_file: credential(`notifications/teams/${team}`), ...teamsLook },
    ],
  };
}

/** Where the Prometheus Operator mounts a key of the Secret. */
function credential(secret: string): string {
  return `/etc/alertmanager/secrets/${channelSecretName}/${channelKey(secret)}`;
}

function channelsOf(environment: EnvironmentNotifications): readonly (string | undefined)[] {
  return [...allChannels(environment).map(({ slack }) => slack?.channel), environment.onCall.slack];
}

function addressesOf(environment: EnvironmentNotifications): readonly string[] {
  return [
    ...allChannels(environment).flatMap(({ email }) => email?.to ?? []),
    ...environment.onCall.email,
  ];
}

function allChannels(environment: EnvironmentNotifications) {
  const { byService, byTeam } = environment;
  return [environment, ...Object.values(byTeam), ...Object.values(byService)];
}

function unique(
  environments: readonly EnvironmentNotifications[],
  of: (environment: EnvironmentNotifications) => readonly (string | undefined)[],
): readonly string[] {
  const all = environments.flatMap(of).filter((place) => place !== undefined);
  return [...new Set(all)].sort();
}
