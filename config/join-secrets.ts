import type { ChannelNeeds } from "./join-notifications.ts";
import type { RegistryLogin, Repository, SecretNeed, ServiceSecret } from "./model.ts";
import type { Parsed } from "./schema/keys.ts";
import { isSshUrl } from "./schema/secrets.ts";

type Bare = Omit<SecretNeed, "isSet" | "revision" | "setOn">;
type CatalogueEntry = Parsed["catalogue"][string];

/** Name of the dockerconfigjson Secret that this stack makes. */
export const registryLoginName = "registry-login";

/** What the secrets of a stack are derived from. */
export interface SecretSources {
  readonly parsed: Parsed;
  /** Names that have a value under `msa:secrets`. */
  readonly set: ReadonlySet<string>;
  /** Absent for a stack on another's platform, which sends no messages itself. */
  readonly channels?: ChannelNeeds;
}

/** Every secret that the configuration asks for, by name. */
export function joinSecrets({ parsed, set, channels }: SecretSources): readonly SecretNeed[] {
  const bare = [
    ...registryNeeds(parsed),
    ...Object.entries(parsed.catalogue).flatMap(([name, entry]) => serviceNeeds(name, entry)),
    ...joinRepositories(parsed).map(repositoryNeed),
    ...(channels === undefined ? [] : [...oidcNeeds(parsed), ...channelNeeds(channels)]),
  ];
  const revisions = new Map(Object.entries(parsed.secretRevisions));
  return bare
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map((need) => {
      const { revision = 0, set: setOn } = revisions.get(need.name) ?? {};
      const isSet = set.has(need.name);
      return { ...need, isSet, revision, ...(setOn !== undefined && { setOn }) };
    });
}

/** The login at the registry of images; undefined when there is none. */
export function joinRegistryLogin({
  registry,
  registryLogin,
}: Pick<Parsed, "registry" | "registryLogin">): RegistryLogin | undefined {
  if (registryLogin === undefined || registryLogin === false) return undefined;
  const [host = registry] = registry.split("/");
  return { host, username: registryLogin.username, secretName: registryLoginName };
}

/** Repositories that Argo CD logs in to, by name. */
export function joinRepositories({
  repositories,
}: Pick<Parsed, "repositories">): readonly Repository[] {
  return Object.entries(repositories)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, { type, url, username }]) => ({
      name,
      type,
      url,
      ...(username !== undefined && { username }),
      login: isSshUrl(url) ? "ssh-key" : "password",
    }));
}

/** Secrets of one service as its pods see them, by name. */
export function joinServiceSecrets(
  service: string,
  { secrets }: CatalogueEntry,
  set: ReadonlySet<string>,
): readonly ServiceSecret[] {
  return Object.entries(secrets)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, { keys, mountPath }]) => ({
      name,
      secretName: `${service}-${name}`,
      keys,
      mountPath: mountPath ?? `/etc/secrets/${name}`,
      isSet: keys.every((key) => set.has(serviceNeedName(service, name, key))),
    }));
}

/** The sum of the revisions of all secrets of a service: it grows with each that is set. */
export function secretsRevisionOf(
  service: string,
  { secrets }: CatalogueEntry,
  { secretRevisions }: Pick<Parsed, "secretRevisions">,
): number {
  const revisions = new Map(Object.entries(secretRevisions));
  return Object.entries(secrets)
    .flatMap(([name, { keys }]) => keys.map((key) => serviceNeedName(service, name, key)))
    .reduce((sum, need) => sum + (revisions.get(need)?.revision ?? 0), 0);
}

function serviceNeedName(service: string, secret: string, key: string): string {
  return `services/${service}/${secret}/${key}`;
}

function serviceNeeds(service: string, { secrets }: CatalogueEntry): readonly Bare[] {
  return Object.entries(secrets).flatMap(([secret, { keys, required }]) =>
    keys.map((key) => ({
      name: serviceNeedName(service, secret, key),
      purpose: `${key} of ${secret} for ${service}`,
      usedBy: [service],
      form: "text" as const,
      isRequired: required,
    })),
  );
}

function registryNeeds(parsed: Parsed): readonly Bare[] {
  const login = joinRegistryLogin(parsed);
  if (login === undefined) return [];
  const isMirrorToo = parsed.images.mirror?.split("/")[0] === login.host;
  return [
    {
      name: "registry/password",
      purpose: `password of ${login.username} at ${login.host}`,
      usedBy: [...Object.keys(parsed.catalogue).sort(), ...(isMirrorToo ? ["platform"] : [])],
      form: "text",
      isRequired: true,
    },
  ];
}

function repositoryNeed({ name, url, username, login }: Repository): Bare {
  const isKey = login === "ssh-key";
  return {
    name: `repositories/${name}/${login}`,
    purpose: isKey ? `SSH key for ${url}` : `password of ${username ?? ""} at ${url}`,
    usedBy: ["Argo CD"],
    form: isKey ? "private-key" : "text",
    isRequired: true,
  };
}

/** Where it is not set, the Secrets that hold it are expected to be there. */
function oidcNeeds({ oidc }: Parsed): readonly Bare[] {
  if (oidc === undefined) return [];
  return [
    {
      name: "oidc/client-secret",
      purpose: `secret of the client ${oidc.clientId} at ${oidc.issuer}`,
      usedBy: ["Argo CD", "Grafana", "oauth2-proxy"],
      form: "text",
      isRequired: false,
    },
  ];
}

function channelNeeds({ slack, email, teams }: ChannelNeeds): readonly Bare[] {
  const optional = { isRequired: false } as const;
  return [
    ...(slack
      ? [
          {
            name: "notifications/slack/token",
            purpose: "token of the bot that posts to Slack",
            usedBy: ["Slack"],
            form: "slack-token" as const,
            ...optional,
          },
        ]
      : []),
    ...(email?.username === undefined
      ? []
      : [
          {
            name: "notifications/email/password",
            purpose: `password of ${email.username} at ${email.host}`,
            usedBy: ["e-mail"],
            form: "text" as const,
            ...optional,
          },
        ]),
    ...teams.map((team) => ({
      name: `notifications/teams/${team}`,
      purpose: `address of the Workflow that posts to the Teams channel of ${team}`,
      usedBy: ["Teams"],
      form: "teams-workflow-url" as const,
      ...optional,
    })),
  ];
}
