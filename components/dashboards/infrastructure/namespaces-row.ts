import { badFrom, warnAndBad, type RowSpec } from "../panel-spec.ts";

const share = { unit: "percentunit", min: 0, max: 1 } as const;
const chosen = 'namespace=~"$namespace"';

/** What namespaces have used of what they may. */
export const namespacesRow: RowSpec = {
  title: "Namespaces",
  panels: [
    {
      kind: "bargauge",
      title: "Quota used",
      description:
        "Share of each quota that is used. An alert fires above 95%; at 100% no pod starts.",
      ...share,
      width: 8,
      height: 8,
      thresholds: warnAndBad(0.8, 0.95),
      queries: [
        {
          expr: `max by (namespace, resource) (kube_resourcequota{${chosen},type="used"} / ignoring (type) (kube_resourcequota{${chosen},type="hard"} > 0))`,
          legend: "{{namespace}} {{resource}}",
        },
      ],
    },
    {
      kind: "bargauge",
      title: "Volumes",
      description: "Share of each persistent volume that is used.",
      ...share,
      width: 8,
      height: 8,
      thresholds: warnAndBad(0.8, 0.9),
      queries: [
        {
          expr: `max by (namespace, persistentvolumeclaim) (kubelet_volume_stats_used_bytes{${chosen}} / kubelet_volume_stats_capacity_bytes{${chosen}})`,
          legend: "{{namespace}} {{persistentvolumeclaim}}",
        },
      ],
    },
    {
      kind: "timeseries",
      title: "Pods that do not run",
      description: "Pods that wait for a place, have failed, or whose node is lost.",
      unit: "none",
      width: 8,
      height: 8,
      thresholds: badFrom(1),
      queries: [
        {
          expr: `sum by (namespace, phase) (kube_pod_status_phase{${chosen},phase=~"Pending|Failed|Unknown"})`,
          legend: "{{namespace}} {{phase}}",
        },
      ],
    },
  ],
};
