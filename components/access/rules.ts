import type { Access } from "../../config/model.ts";

/** A rule of a Role, as Kubernetes has it (rbac.authorization.k8s.io/v1 PolicyRule). */
export interface Rule {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
  readonly resourceNames?: readonly string[];
}

const read = ["get", "list", "watch"] as const;
const write = ["create", "update", "patch", "delete"] as const;

/** What the service chart renders and runs, by API group; whoever is an admin may change it. */
const running = {
  "": ["configmaps", "services", "serviceaccounts"],
  apps: ["deployments", "deployments/scale"],
  autoscaling: ["horizontalpodautoscalers"],
  "autoscaling.k8s.io": ["verticalpodautoscalers"],
  "networking.istio.io": ["destinationrules", "virtualservices"],
  policy: ["poddisruptionbudgets"],
} as const;

/**
 * What can only be looked at: what Kubernetes itself makes of the above, and the fences of the namespace.
 * NetworkPolicies and AuthorizationPolicies add up, so that who may make one can open what Pulumi closed.
 * Secrets are not among them.
 */
const seen = {
  "": ["endpoints", "events", "limitranges", "pods", "resourcequotas"],
  apps: ["replicasets"],
  "discovery.k8s.io": ["endpointslices"],
  "events.k8s.io": ["events"],
  "metrics.k8s.io": ["pods"],
  "monitoring.coreos.com": ["prometheusrules", "servicemonitors"],
  "networking.k8s.io": ["networkpolicies"],
  "security.istio.io": ["authorizationpolicies"],
} as const;

type Resources = Readonly<Record<string, readonly string[]>>;

function rulesFor(resources: Resources, verbs: readonly string[]): Rule[] {
  return Object.entries(resources).map(([group, names]) => ({
    apiGroups: [group],
    resources: [...names],
    verbs: [...verbs],
  }));
}

const logs: Rule = { apiGroups: [""], resources: ["pods/log"], verbs: ["get"] };

/** Everything in the namespace of the services can be looked at, except Secrets. */
function looking(): Rule[] {
  return [...rulesFor(running, read), ...rulesFor(seen, read)];
}

/** What developers may do in the namespace of the services. */
export function developerRules({ developersMay }: Access): readonly Rule[] {
  return [...looking(), ...(developersMay.includes("logs") ? [logs] : [])];
}

/** What the admins of an environment may do in the namespace of its services. */
export function adminRules({ exec }: Access): readonly Rule[] {
  return [
    ...looking(),
    ...rulesFor(running, write),
    { apiGroups: [""], resources: ["pods"], verbs: ["delete"] },
    logs,
    ...(exec ? [shell] : []),
  ];
}

/** Ways into a pod; kubectl opens them with a GET or a POST, as its version has it. */
const shell: Rule = {
  apiGroups: [""],
  resources: ["pods/attach", "pods/exec", "pods/portforward"],
  verbs: ["create", "get"],
};

/** The names of one environment in Argo CD's namespace. */
export interface ArgoNames {
  readonly applications: readonly string[];
  readonly project: string;
}

/**
 * Looking at one environment's Applications and project, by name: nothing else separates environments
 * that share a cluster. A list is granted for one name each (`kubectl get … <name> --watch`).
 */
export function argoReadRules({ applications, project }: ArgoNames): readonly Rule[] {
  return [
    argoRule("applications", read, applications),
    argoRule("appprojects", ["get"], [project]),
  ];
}

/** Changing one environment's Applications. There is no `create`, which knows no names. */
export function argoWriteRules({ applications }: ArgoNames): readonly Rule[] {
  return [argoRule("applications", ["update", "patch", "delete"], applications)];
}

/**
 * What `deployer` may do in Argo CD's namespace: change what this environment's Applications declare, and
 * look at all of them. The provider and `./msa` wait for a rollout by a list of the namespace, which cannot
 * be limited to names.
 */
export function deployerRules({ applications }: ArgoNames): readonly Rule[] {
  return [
    { apiGroups: ["argoproj.io"], resources: ["applications"], verbs: [...read] },
    argoRule("applications", ["patch"], applications),
  ];
}

/** What `deployer` may do in the namespace of the services: see why a rollout does not come. */
export function rolloutRules(): readonly Rule[] {
  return looking();
}

function argoRule(resource: string, verbs: readonly string[], names: readonly string[]): Rule {
  return {
    apiGroups: ["argoproj.io"],
    resources: [resource],
    resourceNames: [...names],
    verbs: [...verbs],
  };
}
