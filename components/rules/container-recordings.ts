import type { RuleGroup } from "./rule.ts";

/** Series of containers against their limits; dashboards and alerts read the same ones. */
export const containerRatios = {
  cpu: "container:cpu_usage_limit:ratio_rate5m",
  throttled: "container:cpu_throttled:ratio_rate5m",
  memory: "container:memory_working_set_limit:ratio",
} as const;

/**
 * How near each container of an environment is to its limits, 1 being the limit.
 *
 * Throttling is counted in periods: kube-prometheus-stack drops the counter of throttled seconds.
 */
export function containerRecordings(environment: string, namespace: string): RuleGroup {
  const labels = { namespace };
  // Pods as a whole carry no image; without this they would be counted with their containers.
  const running = `namespace="${namespace}",container!="",image!=""`;
  // CPU periods are kept per container without the image's name in some runtimes.
  const periods = `namespace="${namespace}",container!=""`;
  const sum = (expr: string) => `sum by (pod, container) (${expr})`;
  return {
    name: `msa-${environment}-containers`,
    rules: [
      {
        record: containerRatios.cpu,
        expr: byService(
          `${sum(`rate(container_cpu_usage_seconds_total{${running}}[5m])`)} / ${limits(namespace, "cpu")}`,
        ),
        labels,
      },
      {
        record: containerRatios.throttled,
        expr: byService(
          `${sum(`increase(container_cpu_cfs_throttled_periods_total{${periods}}[5m])`)} / ` +
            `(${sum(`increase(container_cpu_cfs_periods_total{${periods}}[5m])`)} > 0)`,
        ),
        labels,
      },
      {
        record: containerRatios.memory,
        expr: byService(
          `max by (pod, container) (container_memory_working_set_bytes{${running}}) / ${limits(namespace, "memory")}`,
        ),
        labels,
      },
    ],
  };
}

/** A native sidecar is an init container, and kube-state-metrics counts its limits apart. */
function limits(namespace: string, resource: "cpu" | "memory"): string {
  const selector = `{namespace="${namespace}",resource="${resource}"}`;
  return `max by (pod, container) (kube_pod_container_resource_limits${selector} or kube_pod_init_container_resource_limits${selector})`;
}

/** Adds the label `service`: a pod of a Deployment is `<service>-<ReplicaSet>-<five characters>`. */
export function byService(expr: string): string {
  return `label_replace(${expr}, "service", "$1", "pod", "(.+)-[a-z0-9]+-[a-z0-9]{5}")`;
}
