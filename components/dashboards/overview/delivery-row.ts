import type { RowSpec } from "../panel-spec.ts";
import { asOneTable, colouredWords } from "../table.ts";

/** What Argo CD says of the environment's Applications. */
export const deliveryRow: RowSpec = {
  title: "Delivery",
  panels: [
    {
      kind: "table",
      title: "Applications",
      description:
        "Argo CD's Applications: Synced when the cluster has what is declared, Healthy when it works.",
      unit: "none",
      width: 16,
      height: 7,
      queries: [
        {
          expr: 'max by (name, sync_status, health_status, operation) (argocd_app_info{dest_namespace=~"$namespace"})',
        },
      ],
      transformations: asOneTable(
        {
          name: "Application",
          sync_status: "Sync",
          health_status: "Health",
          operation: "Operation",
        },
        ["Value"],
      ),
      overrides: [
        colouredWords("Sync", { Synced: "green", OutOfSync: "orange", Unknown: "red" }),
        colouredWords("Health", {
          Healthy: "green",
          Progressing: "blue",
          Suspended: "purple",
          Degraded: "red",
          Missing: "red",
        }),
      ],
    },
    {
      kind: "timeseries",
      title: "Syncs",
      description: "Syncs that Argo CD ran, by how they ended. Failed or Error ones need a look.",
      unit: "none",
      width: 8,
      height: 7,
      queries: [
        {
          expr: "sum by (phase) (increase(argocd_app_sync_total[$__rate_interval]))",
          legend: "{{phase}}",
        },
      ],
    },
  ],
};
