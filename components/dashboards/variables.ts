import type { Variable } from "./grafana-json.ts";
import { chosenDataSource } from "./panel.ts";

/** An environment and the namespace its services run in, which is what metrics carry. */
export interface DashboardEnvironment {
  readonly name: string;
  readonly namespace: string;
}

/** Which Prometheus answers. */
export const dataSourceVariable: Variable = {
  type: "datasource",
  name: "datasource",
  label: "Data source",
  description: "The Prometheus that answers.",
  query: "prometheus",
  refresh: 1,
};

/** The environment by name; its value is its namespace. */
export function environmentVariable(environments: readonly DashboardEnvironment[]): Variable {
  const options = environments.map(({ name, namespace }, index) => ({
    text: name,
    value: namespace,
    selected: index === 0,
  }));
  return {
    type: "custom",
    name: "environment",
    label: "Environment",
    description: "Whose services are shown.",
    query: environments.map(({ name, namespace }) => `${name} : ${namespace}`).join(","),
    options,
    ...(options[0] !== undefined && { current: options[0] }),
  };
}

/** Values of a label, read from Prometheus when the dashboard opens. */
export function labelVariable(variable: {
  readonly name: string;
  readonly label: string;
  readonly description: string;
  /** The series whose label is listed. */
  readonly series: string;
  readonly of: string;
  /** May several be chosen, and all. */
  readonly several: boolean;
}): Variable {
  const query = `label_values(${variable.series}, ${variable.of})`;
  return {
    type: "query",
    name: variable.name,
    label: variable.label,
    description: variable.description,
    datasource: chosenDataSource,
    query: { qryType: 1, query, refId: `variable-${variable.name}` },
    definition: query,
    refresh: 2,
    sort: 1,
    ...(variable.several && {
      multi: true,
      includeAll: true,
      allValue: ".+",
      current: { selected: true, text: ["All"], value: ["$__all"] },
    }),
  };
}

/** The services of the chosen namespace. */
export const serviceVariable = labelVariable({
  name: "service",
  label: "Service",
  description: "Services of the environment; all unless some are chosen.",
  series: 'kube_deployment_spec_replicas{namespace=~"$environment"}',
  of: "deployment",
  several: true,
});

/** The namespace of the chosen environment, if Prometheus knows it. */
export const environmentNamespaceVariable = labelVariable({
  name: "namespace",
  label: "Namespace",
  description: "Namespace of the environment, when Prometheus has seen it.",
  series: 'kube_namespace_status_phase{namespace=~"$environment"}',
  of: "namespace",
  several: false,
});

/** Every namespace of the cluster. */
export const anyNamespaceVariable = labelVariable({
  name: "namespace",
  label: "Namespace",
  description: "Namespaces of the cluster; all unless some are chosen.",
  series: "kube_namespace_status_phase",
  of: "namespace",
  several: true,
});
