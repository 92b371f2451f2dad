import type { DataLink, Link } from "./grafana-json.ts";

/** The dashboards, in the order they are linked. */
export const titles = {
  "msa-overview": "MSA overview",
  "service-performance": "Service performance",
  infrastructure: "Infrastructure",
} as const;
export type DashboardUid = keyof typeof titles;

/** Links from one dashboard to the other two, which open for the same time and the same choice. */
export function linksFrom(uid: DashboardUid): readonly Link[] {
  return (Object.keys(titles) as DashboardUid[])
    .filter((other) => other !== uid)
    .map((other) => ({
      type: "link",
      title: titles[other],
      url: `/d/${other}`,
      icon: "dashboard",
      tooltip: `Open ${titles[other]} for the same time`,
      tags: [],
      asDropdown: false,
      targetBlank: false,
      // Namespaces of the infrastructure are not those of an environment.
      includeVars: uid !== "infrastructure" && other !== "infrastructure",
      keepTime: true,
    }));
}

/** From a service's series to its page; `label` is the label that names the service. */
export function toService(label: string): DataLink {
  return {
    title: "Performance of ${__field.labels." + label + "}",
    url:
      "/d/service-performance?${datasource:queryparam}&${environment:queryparam}&var-service=${__field.labels." +
      label +
      "}&${__url_time_range}",
    targetBlank: false,
  };
}

/**
 * From a service's series to its traces in Explore. In Jaeger a service of the mesh is called
 * `<app>.<namespace>`, as Istio names what it reports.
 *
 * Outside the variables the query is encoded; Grafana puts in their values only where they stand plain.
 */
export function toTraces(label: string, jaegerUid: string): DataLink {
  const pane = {
    datasource: jaegerUid,
    queries: [
      {
        refId: "A",
        queryType: "search",
        datasource: { type: "jaeger", uid: jaegerUid },
        service: "${__field.labels." + label + "}.${environment}",
      },
    ],
    range: { from: "${__from}", to: "${__to}" },
  };
  const encoded = JSON.stringify({ traces: pane })
    .split(/(\$\{[^}]+\})/)
    .map((part) => (part.startsWith("${") ? part : encodeURIComponent(part)))
    .join("");
  return {
    title: "Traces of ${__field.labels." + label + "}",
    url: `/explore?schemaVersion=1&orgId=1&panes=${encoded}`,
    targetBlank: true,
  };
}
