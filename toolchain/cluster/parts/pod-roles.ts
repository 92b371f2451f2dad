import type { Pod } from "../pods/pod.ts";
import { alertmanagerRole } from "./alertmanager.ts";
import { argoCdRoles } from "./argo-cd.ts";
import type { PodRole } from "./part.ts";

const nameLabel = "app.kubernetes.io/name";

/** The workloads whose pods are more than simulated. */
export const podRoles: readonly PodRole[] = [...argoCdRoles, alertmanagerRole];

/** Finds the pods of `podRoles`, and few others. */
export const podRoleSelector = `${nameLabel} in (${podRoles.map(({ labels }) => labels[nameLabel]).join(",")})`;

/** Whether a pod is one of that workload. */
export function playsRole({ labels }: PodRole, pod: Pick<Pod, "labels">): boolean {
  return Object.entries(labels).every(([name, value]) => pod.labels[name] === value);
}
