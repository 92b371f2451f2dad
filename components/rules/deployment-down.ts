import type { AlertText } from "./rule.ts";

/** A Deployment, by its place. */
export interface Workload {
  readonly namespace: string;
  readonly deployment: string;
}

/** An alert for a Deployment of the platform that has no available pod for two minutes. */
export function deploymentDown(text: {
  readonly alert: string;
  readonly workload: Workload;
  readonly summary: string;
  /** What does not work meanwhile. */
  readonly effect: string;
}): AlertText {
  const { namespace, deployment } = text.workload;
  return {
    alert: text.alert,
    severity: "critical",
    expr: `max by (namespace, deployment) (kube_deployment_status_replicas_available{namespace="${namespace}",deployment="${deployment}"}) == 0`,
    for: "2m",
    summary: text.summary,
    description: `{{ $labels.namespace }}/{{ $labels.deployment }} has {{ $value }} available pods for 2 minutes. ${text.effect}`,
  };
}
