import { badFrom, warnAndBad, type RowSpec } from "../panel-spec.ts";

const share = { unit: "percentunit", min: 0, max: 1 } as const;
const third = { kind: "timeseries", width: 8, height: 8, ...share } as const;
const requested = (resource: string) =>
  `sum(kube_pod_container_resource_requests{resource="${resource}"}) / sum(kube_node_status_allocatable{resource="${resource}"})`;
// Only real disks: the rest has no size of its own.
const disk = 'fstype!~"tmpfs|overlay|squashfs|ramfs",mountpoint!~"/var/lib/kubelet/.*"';

/** Machines: used, and asked for. */
export const nodesRow: RowSpec = {
  title: "Nodes",
  panels: [
    {
      ...third,
      title: "CPU by node",
      description: "Share of each node's CPU that is busy.",
      thresholds: warnAndBad(0.8, 0.95),
      queries: [
        {
          expr: '1 - avg by (instance) (rate(node_cpu_seconds_total{mode="idle"}[$__rate_interval]))',
          legend: "{{instance}}",
        },
      ],
    },
    {
      ...third,
      title: "Memory by node",
      description: "Share of each node's memory that is not available any more.",
      thresholds: warnAndBad(0.85, 0.95),
      queries: [
        {
          expr: "1 - node_memory_MemAvailable_bytes / node_memory_MemTotal_bytes",
          legend: "{{instance}}",
        },
      ],
    },
    {
      ...third,
      title: "Disk by node",
      description: "Share of each file system that is used; from 85% kubelet evicts pods.",
      thresholds: warnAndBad(0.75, 0.85),
      queries: [
        {
          expr: `max by (instance, mountpoint) (1 - node_filesystem_avail_bytes{${disk}} / node_filesystem_size_bytes{${disk}})`,
          legend: "{{instance}} {{mountpoint}}",
        },
      ],
    },
    {
      kind: "stat",
      title: "Nodes not ready",
      description: "Nodes that Kubernetes does not use. Any is red.",
      unit: "none",
      width: 8,
      height: 5,
      thresholds: badFrom(1),
      queries: [
        {
          expr: 'sum(kube_node_status_condition{condition="Ready",status="true"} == bool 0)',
          legend: "not ready",
        },
      ],
    },
    {
      kind: "bargauge",
      title: "Requested of what there is",
      description:
        "CPU and memory that pods have reserved. Near 100% no further pod finds a place, however idle the nodes are.",
      ...share,
      width: 16,
      height: 5,
      thresholds: warnAndBad(0.8, 0.95),
      queries: [
        { expr: requested("cpu"), legend: "CPU" },
        { expr: requested("memory"), legend: "Memory" },
      ],
    },
  ],
};
