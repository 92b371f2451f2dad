import type { Verdicts } from "./verdict.ts";

/**
 * Who may do what in Argo CD: the table that the documentation is made of and that the real
 * `argocd admin settings rbac can` is held to.
 *
 * It is written down apart from the policies (components/argocd/access), so that a mistake there is not
 * a mistake here as well.
 */

/** Roles of people in Argo CD; `nobody` has logged in and is in none of the groups. */
export const argoRoles = ["nobody", "developer", "admin", "clusterAdmin"] as const;
export type ArgoRole = (typeof argoRoles)[number];

/** What an action is about, in words, and as Argo CD's RBAC names it. */
export const argoObjects = {
  ownApplication: { words: "an Application of the environment", name: "{project}/{application}" },
  newApplication: { words: "a new Application in the project", name: "{project}/new" },
  otherApplication: { words: "another environment's Application", name: "{other}/{application}" },
  defaultApplication: { words: "an Application of no environment", name: "default/guestbook" },
  ownSet: { words: "an ApplicationSet in the project", name: "{project}/all" },
  ownProject: { words: "the environment's project", name: "{project}" },
  otherProject: { words: "another environment's project", name: "{other}" },
  ownRepository: { words: "a repository of the project", name: "{project}/{repository}" },
  otherRepository: { words: "another project's repository", name: "{other}/{repository}" },
  globalRepository: { words: "a repository of no project", name: "{repository}" },
  ownCluster: {
    words: "a cluster of the project",
    name: "{project}/https://kubernetes.default.svc",
  },
  globalCluster: { words: "a cluster of no project", name: "https://kubernetes.default.svc" },
  account: { words: "an account", name: "admin" },
  certificate: { words: "a certificate or host key", name: "github.com" },
  gpgKey: { words: "a GPG key", name: "4AEE18F83AFDEB23" },
} as const satisfies Readonly<Record<string, { readonly words: string; readonly name: string }>>;
export type ArgoObject = keyof typeof argoObjects;

/** One line: what it is for people, the action and resource of Argo CD's RBAC, and who may. */
export interface ArgoRight {
  readonly what: string;
  readonly action: string;
  readonly resource: string;
  readonly on: ArgoObject;
  readonly verdicts: Verdicts<ArgoRole>;
}

type Line = readonly [string, string, string, ArgoObject, Verdicts<ArgoRole>];

const all = { developer: true, admin: true, clusterAdmin: true } as const;
const admins = { admin: true, clusterAdmin: true } as const;
const cluster = { clusterAdmin: true } as const;

const onApplications: readonly Line[] = [
  ["look at", "get", "applications", "ownApplication", all],
  ["sync", "sync", "applications", "ownApplication", { ...admins, developer: "sync" }],
  ["read the logs of", "get", "logs", "ownApplication", { ...admins, developer: "logs" }],
  ["create", "create", "applications", "newApplication", admins],
  ["change", "update", "applications", "ownApplication", admins],
  [
    "change an object of",
    "update/apps/Deployment/default/web",
    "applications",
    "ownApplication",
    admins,
  ],
  ["delete", "delete", "applications", "ownApplication", admins],
  ["delete an object of", "delete/core/Pod/default/web", "applications", "ownApplication", admins],
  ["sync another revision of", "override", "applications", "ownApplication", admins],
  [
    "restart a Deployment of",
    "action/apps/Deployment/restart",
    "applications",
    "ownApplication",
    admins,
  ],
  [
    "open a shell in a pod of",
    "create",
    "exec",
    "ownApplication",
    { admin: "exec", clusterAdmin: "exec" },
  ],

  ["look at", "get", "applications", "otherApplication", cluster],
  ["sync", "sync", "applications", "otherApplication", cluster],
  ["read the logs of", "get", "logs", "otherApplication", cluster],
  ["change", "update", "applications", "otherApplication", cluster],
  ["delete", "delete", "applications", "otherApplication", cluster],
  ["open a shell in a pod of", "create", "exec", "otherApplication", { clusterAdmin: "exec" }],
  ["look at", "get", "applications", "defaultApplication", cluster],
  ["create", "create", "applications", "defaultApplication", cluster],
];

const onProjects: readonly Line[] = [
  ["look at", "get", "projects", "ownProject", all],
  ["change", "update", "projects", "ownProject", cluster],
  ["delete", "delete", "projects", "ownProject", cluster],
  ["look at", "get", "projects", "otherProject", cluster],
  ["change", "update", "projects", "otherProject", cluster],
  ["create", "create", "projects", "otherProject", cluster],
  ["look at", "get", "applicationsets", "ownSet", admins],
  ["create", "create", "applicationsets", "ownSet", cluster],
  ["delete", "delete", "applicationsets", "ownSet", cluster],
];

const onSettings: readonly Line[] = [
  ["look at", "get", "repositories", "ownRepository", admins],
  ["create", "create", "repositories", "ownRepository", admins],
  ["delete", "delete", "repositories", "ownRepository", admins],
  ["look at", "get", "repositories", "otherRepository", cluster],
  ["create", "create", "repositories", "globalRepository", cluster],
  ["look at", "get", "clusters", "ownCluster", admins],
  ["create", "create", "clusters", "ownCluster", cluster],
  ["look at", "get", "clusters", "globalCluster", cluster],
  ["change", "update", "clusters", "globalCluster", cluster],
  ["change", "update", "accounts", "account", cluster],
  ["create", "create", "certificates", "certificate", cluster],
  ["create", "create", "gpgkeys", "gpgKey", cluster],
];

/** The rights in Argo CD, line by line. */
export const argoRights: readonly ArgoRight[] = [
  ...onApplications,
  ...onProjects,
  ...onSettings,
].map(([what, action, resource, on, verdicts]) => ({ what, action, resource, on, verdicts }));
