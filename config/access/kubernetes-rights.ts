import type { Verdicts } from "./verdict.ts";

/**
 * Who may do what with kubectl, and what the two accounts of CI may: the table that the documentation is
 * made of and that a real API server is held to.
 *
 * It is written down apart from the roles (components/access), so that a mistake there is not a mistake
 * here as well.
 */

/** Roles in Kubernetes: those of people, and the accounts of CI. */
export const kubernetesRoles = [
  "nobody",
  "developer",
  "admin",
  "clusterAdmin",
  "deployer",
  "platform",
] as const;
export type KubernetesRole = (typeof kubernetesRoles)[number];

/** Where an object is: its namespace and name, with places for what a configuration says. */
export const kubernetesPlaces = {
  ownApplication: {
    words: "of the environment",
    namespace: "{argo}",
    name: "{application}",
  },
  otherApplication: {
    words: "of another environment",
    namespace: "{argo}",
    name: "user-service-elsewhere",
  },
  ownProject: { words: "of the environment", namespace: "{argo}", name: "{project}" },
  argo: { words: "in Argo CD's namespace", namespace: "{argo}", name: "" },
  services: { words: "in the environment's namespace", namespace: "{services}", name: "" },
  otherServices: { words: "in another environment's namespace", namespace: "{other}", name: "" },
  accounts: { words: "in the namespace of CI's accounts", namespace: "{accounts}", name: "" },
  system: { words: "in kube-system", namespace: "kube-system", name: "" },
  identity: { words: "kube-system", namespace: "", name: "kube-system" },
  cluster: { words: "of the cluster", namespace: "", name: "" },
} as const satisfies Readonly<
  Record<string, { readonly words: string; readonly namespace: string; readonly name: string }>
>;
export type KubernetesPlace = keyof typeof kubernetesPlaces;

/** One line: verb, resource as `<plural>[.<group>][/<subresource>]`, where, and who may. */
export interface KubernetesRight {
  readonly verb: string;
  readonly resource: string;
  readonly at: KubernetesPlace;
  readonly verdicts: Verdicts<KubernetesRole>;
}

type Line = readonly [string, string, KubernetesPlace, Verdicts<KubernetesRole>];

const all = { developer: true, admin: true, clusterAdmin: true, platform: true } as const;
const admins = { admin: true, clusterAdmin: true, platform: true } as const;
const cluster = { clusterAdmin: true, platform: true } as const;
const deployer = { deployer: true } as const;

const onApplications: readonly Line[] = [
  ["get", "applications.argoproj.io", "ownApplication", { ...all, ...deployer }],
  ["watch", "applications.argoproj.io", "ownApplication", { ...all, ...deployer }],
  ["patch", "applications.argoproj.io", "ownApplication", { ...admins, ...deployer }],
  ["update", "applications.argoproj.io", "ownApplication", admins],
  ["delete", "applications.argoproj.io", "ownApplication", admins],
  ["list", "applications.argoproj.io", "argo", { ...cluster, ...deployer }],
  ["create", "applications.argoproj.io", "argo", cluster],
  ["get", "applications.argoproj.io", "otherApplication", { ...cluster, ...deployer }],
  ["patch", "applications.argoproj.io", "otherApplication", cluster],
  ["delete", "applications.argoproj.io", "otherApplication", cluster],
  ["get", "appprojects.argoproj.io", "ownProject", all],
  ["patch", "appprojects.argoproj.io", "ownProject", cluster],
  ["get", "secrets", "argo", cluster],
  ["patch", "configmaps", "argo", cluster],
  ["create", "pods/exec", "argo", cluster],
];

const onServices: readonly Line[] = [
  ["list", "pods", "services", { ...all, ...deployer }],
  ["list", "events", "services", { ...all, ...deployer }],
  ["get", "deployments.apps", "services", { ...all, ...deployer }],
  ["get", "replicasets.apps", "services", { ...all, ...deployer }],
  ["get", "configmaps", "services", { ...all, ...deployer }],
  ["get", "horizontalpodautoscalers.autoscaling", "services", { ...all, ...deployer }],
  ["get", "virtualservices.networking.istio.io", "services", { ...all, ...deployer }],
  ["get", "networkpolicies.networking.k8s.io", "services", { ...all, ...deployer }],
  ["get", "resourcequotas", "services", { ...all, ...deployer }],
  ["get", "pods/log", "services", { ...admins, developer: "logs" }],
  ["patch", "deployments.apps", "services", admins],
  ["patch", "deployments.apps/scale", "services", admins],
  ["create", "configmaps", "services", admins],
  ["delete", "pods", "services", admins],
  ["delete", "services", "services", admins],
  ["create", "pods", "services", cluster],
  ["create", "pods/exec", "services", { ...cluster, admin: "exec" }],
  ["create", "pods/portforward", "services", { ...cluster, admin: "exec" }],
  ["get", "secrets", "services", cluster],
  ["list", "secrets", "services", cluster],
  ["create", "serviceaccounts/token", "services", cluster],
  ["patch", "resourcequotas", "services", cluster],
  ["delete", "networkpolicies.networking.k8s.io", "services", cluster],
  ["create", "authorizationpolicies.security.istio.io", "services", cluster],
  ["create", "rolebindings.rbac.authorization.k8s.io", "services", cluster],
  ["list", "pods", "otherServices", cluster],
  ["patch", "deployments.apps", "otherServices", cluster],
  ["get", "secrets", "otherServices", cluster],
];

const onCluster: readonly Line[] = [
  ["get", "namespaces", "identity", { ...all, ...deployer }],
  ["list", "namespaces", "cluster", cluster],
  ["create", "namespaces", "cluster", cluster],
  ["patch", "configmaps", "system", cluster],
  ["get", "secrets", "system", cluster],
  ["create", "serviceaccounts/token", "accounts", cluster],
  ["create", "pods", "accounts", cluster],
  ["get", "nodes", "cluster", cluster],
  ["create", "clusterrolebindings.rbac.authorization.k8s.io", "cluster", cluster],
  ["patch", "customresourcedefinitions.apiextensions.k8s.io", "cluster", cluster],
  ["delete", "validatingadmissionpolicies.admissionregistration.k8s.io", "cluster", cluster],
];

/** The rights in Kubernetes, line by line. */
export const kubernetesRights: readonly KubernetesRight[] = [
  ...onApplications,
  ...onServices,
  ...onCluster,
].map(([verb, resource, at, verdicts]) => ({ verb, resource, at, verdicts }));
