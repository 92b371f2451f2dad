/** What the developers of an environment may do beside looking at its Applications. */
export const developerRights = ["sync", "logs"] as const;
export type DeveloperRight = (typeof developerRights)[number];

/** Who may do what: names of groups, as the login (the OIDC claim `groups`) and Kubernetes say them. */
export interface Access {
  /** Look at this environment's Applications, and what `developersMay` adds. */
  readonly developers: readonly string[];
  readonly developersMay: readonly DeveloperRight[];
  /** Everything inside this environment's project. */
  readonly admins: readonly string[];
  /** Everything on the cluster; the owner of the platform decides. */
  readonly clusterAdmins: readonly string[];
  /** Whether anybody may open a shell in a pod through Argo CD; the owner of the platform decides. */
  readonly exec: boolean;
}

/** When an environment's Applications may be synced, or may not. */
export interface SyncWindow {
  readonly kind: "allow" | "deny";
  /** Beginning of the window: cron with five fields, minute to weekday. */
  readonly schedule: string;
  /** Go duration, such as `2h30m`. */
  readonly duration: string;
  /** IANA name, such as `Asia/Seoul`. */
  readonly timeZone: string;
  /** Names of services; all of the environment when empty. */
  readonly services: readonly string[];
  /** Whether a human may sync although the window forbids it. */
  readonly manualSync: boolean;
  readonly description?: string;
}
