import type { RowSpec } from "../panel-spec.ts";
import { deployment, serviceContainer } from "../selectors.ts";
import { asOneTable } from "../table.ts";

const maximum =
  'label_replace(kube_horizontalpodautoscaler_spec_max_replicas{namespace=~"$namespace",horizontalpodautoscaler=~"($service)-hpa"}, "deployment", "$1", "horizontalpodautoscaler", "(.+)-hpa")';
const perService = (expr: string) => ({ expr: `max by (deployment) (${expr})` });

/** Pods that run, should run, and may run; and the versions in them. */
export const capacityRow: RowSpec = {
  title: "Capacity and versions",
  panels: [
    {
      kind: "table",
      title: "Pods",
      description:
        "Pods of each service: available, wanted, and the most its HPA may start. Available below wanted means that pods do not start.",
      unit: "none",
      width: 12,
      height: 8,
      queries: [
        perService(`kube_deployment_status_replicas_available{${deployment}}`),
        perService(`kube_deployment_spec_replicas{${deployment}}`),
        perService(maximum),
      ],
      transformations: asOneTable({
        deployment: "Service",
        "Value #A": "Available",
        "Value #B": "Wanted",
        "Value #C": "HPA maximum",
      }),
    },
    {
      kind: "table",
      title: "Versions",
      description:
        "Pods per version of each service. Two versions at once are a rollout, or one that hangs.",
      unit: "none",
      width: 12,
      height: 8,
      queries: [
        {
          expr: `count by (container, version) (label_replace(kube_pod_container_info{${serviceContainer}}, "version", "$1", "image_spec", "[^@]+:([^:@/]+)(@.+)?"))`,
        },
      ],
      transformations: asOneTable({ container: "Service", version: "Version", Value: "Pods" }),
    },
  ],
};
