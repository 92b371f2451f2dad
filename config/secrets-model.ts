/** What a secret's value must look like. */
export type SecretForm =
  /** Any text without a line break. */
  | "text"
  /** A key file in PEM, with line breaks. */
  | "private-key"
  /** A bot token of Slack, `xoxb-…`. */
  | "slack-token"
  /** The address of a Teams Workflow that posts to one channel. */
  | "teams-workflow-url";

/**
 * One secret that this stack's configuration asks for. Its value is never in here: the engine alone
 * decrypts it.
 */
export interface SecretNeed {
  /**
   * Its name under `msa:secrets`:
   * `registry/password` · `services/<service>/<secret>/<key>` · `repositories/<name>/password` ·
   * `repositories/<name>/ssh-key` · `notifications/slack/token` · `notifications/email/password` ·
   * `notifications/teams/<team>` · `oidc/client-secret`.
   */
  readonly name: string;
  /** What it is, in a few words: `password of robot$msa at registry.jclee.me`. */
  readonly purpose: string;
  /** Who reads it: names of services, or of a part of the platform such as `Slack`. */
  readonly usedBy: readonly string[];
  readonly form: SecretForm;
  /** True: without it nothing may be written to a cluster. False: what uses it is off. */
  readonly isRequired: boolean;
  readonly isSet: boolean;
  /** How often it has been set; raised by `./msa secrets set`, so that pods start anew. 0: never. */
  readonly revision: number;
  /** Day it was last set, `2026-11-23`; absent when nobody wrote it down. */
  readonly setOn?: string;
}

/** A Secret of one service: files in a folder of its pods. */
export interface ServiceSecret {
  /** Name in the catalogue, such as `database`. */
  readonly name: string;
  /** Name of the Kubernetes Secret, `<service>-<name>`. */
  readonly secretName: string;
  /** Keys of the Secret, each a file. */
  readonly keys: readonly string[];
  /** Folder the files appear in, such as `/etc/secrets/database`. */
  readonly mountPath: string;
  /** True when every key of it has a value; otherwise the Secret is not made, and the pod starts without. */
  readonly isSet: boolean;
}

/** Login at the registry that the services' images come from. */
export interface RegistryLogin {
  /** Host of the registry, such as `registry.jclee.me`. */
  readonly host: string;
  /** Name of a person or a robot, such as `robot$msa+pull`. */
  readonly username: string;
  /** Name of the dockerconfigjson Secret that this stack makes. */
  readonly secretName: string;
}

/** A repository of charts or Git that Argo CD has to log in to. */
export interface Repository {
  readonly name: string;
  readonly type: "helm" | "git";
  /** https, oci (helm only) or, for git, ssh. */
  readonly url: string;
  /** Absent with an SSH key. */
  readonly username?: string;
  readonly login: "password" | "ssh-key";
}
