import type { AlertText } from "./rule.ts";

/** Argo CD: what is declared is not what runs. Notifications tell of a failure at once, these of its lasting. */
export function deliveryAlerts(): readonly AlertText[] {
  const application = (condition: string) =>
    `max by (name, project, dest_namespace, sync_status, health_status) (argocd_app_info{${condition}}) == 1`;
  return [
    {
      alert: "ArgoApplicationOutOfSync",
      severity: "warning",
      expr: application('sync_status!="Synced"'),
      for: "30m",
      summary: "{{ $labels.name }} does not run what its branch declares.",
      description:
        "Its sync status is {{ $labels.sync_status }} for 30 minutes (project {{ $labels.project }}, namespace {{ $labels.dest_namespace }}).",
    },
    {
      alert: "ArgoApplicationDegraded",
      severity: "critical",
      expr: application('health_status=~"Degraded|Missing"'),
      for: "15m",
      summary: "{{ $labels.name }} is not healthy.",
      description:
        "Its health is {{ $labels.health_status }} for 15 minutes (project {{ $labels.project }}, namespace {{ $labels.dest_namespace }}).",
    },
  ];
}
