import type { Config, OffFeature, SecretNeed, Service } from "./model.ts";
import { loginOff } from "./off-login.ts";
import { setCommand } from "./secrets/set-command.ts";
import { all } from "./suggest.ts";

/** What of a stack is looked at to say what is off. */
export type Seen = Pick<
  Config,
  "environment" | "secrets" | "notifications" | "addons" | "access" | "oidc"
>;

/**
 * What is configured and yet off: the services' own, then messages, then logins.
 *
 * @param platform the stack whose platform this one uses; itself when it has its own.
 */
export function offFeatures(
  own: Pick<Config, "environment" | "secrets"> & { readonly services: readonly Service[] },
  platform: Seen,
): readonly OffFeature[] {
  return [...serviceSecretsOff(own), ...notificationsOff(platform), ...loginOff(platform)];
}

/** `Off until somebody turns it on:` and a line for each. */
export function offMessage(off: readonly OffFeature[]): string {
  const lines = off.map(({ what, why, turnOn }) => `  ${what}: ${why}. To turn it on: ${turnOn}`);
  return ["Off until somebody turns it on:", ...lines].join("\n");
}

function serviceSecretsOff({
  environment,
  secrets,
  services,
}: Parameters<typeof offFeatures>[0]): readonly OffFeature[] {
  return services.flatMap((service) =>
    service.secrets.flatMap(({ name }) => {
      const prefix = `services/${service.name}/${name}/`;
      const missing = unset(secrets, prefix).filter(({ isRequired }) => !isRequired);
      return missing.length === 0
        ? []
        : [
            {
              what: `Secret ${name} of ${service.name}`,
              why: notSet(missing),
              turnOn: commandFor(environment, missing),
            },
          ];
    }),
  );
}

function notificationsOff({
  environment,
  secrets,
  notifications,
  addons,
}: Seen): readonly OffFeature[] {
  const isRouted = notifications.environments.some(
    ({ slack, email, teams, onCall, byTeam, byService }) =>
      [slack, email, teams, onCall.slack, onCall.email[0]].some((each) => each !== undefined) ||
      Object.keys({ ...byTeam, ...byService }).length > 0,
  );
  if (!isRouted) {
    // Where nothing of ours could tell anybody, that nobody is told is no news.
    if (!addons.argoCd.install && addons.prometheus?.install !== true) return [];
    return [
      {
        what: "Notifications",
        why: "none is configured",
        turnOn:
          'add `notifications: { value: { slack: { channel: "#msa-support" } } }` to Pulumi.yaml',
      },
    ];
  }
  if (addons.prometheus?.install !== true) {
    const isOff = addons.prometheus === undefined;
    return [
      {
        what: "Notifications",
        why: `they leave through Alertmanager, and ${isOff ? "addons.prometheus.enabled is false" : "Prometheus is not this platform's own"}`,
        turnOn: `remove ${isOff ? "enabled" : "install"}: false of addons.prometheus in Pulumi.${environment}.yaml`,
      },
    ];
  }
  return [
    ...argoEventsOff(addons, environment),
    ...channelOff("Slack", "notifications/slack/", { environment, secrets }),
    ...channelOff("e-mail", "notifications/email/", { environment, secrets }),
    ...channelOff("Teams", "notifications/teams/", { environment, secrets }),
  ];
}

function argoEventsOff({ argoCd }: Seen["addons"], environment: string): readonly OffFeature[] {
  if (argoCd.install) return [];
  return [
    {
      what: "Notifications of Sync Failed, Health Degraded and Deployment Complete",
      why: "Argo CD is not this platform's own",
      turnOn: `remove install: false of addons.argoCd in Pulumi.${environment}.yaml`,
    },
  ];
}

function channelOff(
  channel: string,
  prefix: string,
  { environment, secrets }: Pick<Config, "environment" | "secrets">,
): readonly OffFeature[] {
  const missing = unset(secrets, prefix);
  if (missing.length === 0) return [];
  const teams = missing.map(({ name }) => name.slice(prefix.length));
  const forTeams = channel === "Teams" ? ` of ${all(teams)}` : "";
  return [
    {
      what: `Notifications to ${channel}${forTeams}`,
      why: notSet(missing),
      turnOn: commandFor(environment, missing),
    },
  ];
}

function unset(secrets: readonly SecretNeed[], prefix: string): readonly SecretNeed[] {
  return secrets.filter(({ name, isSet }) => name.startsWith(prefix) && !isSet);
}

function notSet(needs: readonly SecretNeed[]): string {
  return `${all(needs.map(({ name }) => name))} ${needs.length === 1 ? "is" : "are"} not set`;
}

/** One command; of several secrets the one that asks for each. */
function commandFor(environment: string, needs: readonly SecretNeed[]): string {
  const [first] = needs;
  const isOne = needs.length === 1 && first !== undefined;
  return setCommand(environment, isOne ? first.name : "--all-missing");
}
