import type { ToolName } from "../tool.ts";

const always: readonly ToolName[] = [
  "etcd",
  "kube-apiserver",
  "kube-controller-manager",
  "kube-scheduler",
  "kwok",
  "redis",
  "argocd",
  "alertmanager",
  "helm3",
];

/** The tools a cluster is made of, as `ClusterSpec.tools` calls them; a metrics API needs one more. */
export function clusterToolNames(metrics: boolean): readonly ToolName[] {
  return metrics ? [...always, "metrics-server"] : always;
}
