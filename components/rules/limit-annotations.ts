import type { AlertRule } from "./rule.ts";

/** Pages that messages about limits lead to; one that nobody can open is left out. */
export interface LimitLinks {
  /** Address of Grafana, without a slash at the end. */
  readonly grafanaUrl?: string;
  readonly argoUrl?: string;
  /** Namespace of the Applications. */
  readonly argoNamespace: string;
}

type Annotations = Pick<AlertRule["annotations"], "version" | "argocd_url" | "dashboard_url">;

/** What a message about a service says besides what was measured, as Prometheus' templates. */
export function serviceLinks(facts: {
  readonly environment: string;
  readonly namespace: string;
  readonly links: LimitLinks;
}): Annotations {
  const { environment, namespace, links } = facts;
  const { grafanaUrl, argoUrl, argoNamespace } = links;
  const ofService = (text: string) => `{{ with $labels.service }}${text}{{ end }}`;
  const dashboard = `/d/service-performance?var-environment=${namespace}&var-service={{ . }}`;
  return {
    version: runningVersion(namespace),
    ...(argoUrl !== undefined && {
      argocd_url: ofService(`${argoUrl}/applications/${argoNamespace}/{{ . }}-${environment}`),
    }),
    ...(grafanaUrl !== undefined && { dashboard_url: ofService(`${grafanaUrl}${dashboard}`) }),
  };
}

/** A quota is of a namespace and not of a service. */
export function quotaLinks(namespace: string, { grafanaUrl }: LimitLinks): Annotations {
  return grafanaUrl === undefined
    ? {}
    : { dashboard_url: `${grafanaUrl}/d/infrastructure?var-namespace=${namespace}` };
}

/**
 * The tag of the image that really runs, asked when the alert fires: of the pod itself, or of any pod of
 * the service. A version in the rules would change them with every deployment. The container is called
 * as the service (charts/microservice); a digest behind the tag is cut off.
 */
function runningVersion(namespace: string): string {
  const selector = "kube_pod_container_info{namespace=%q,pod=~%q,container=%q}";
  return (
    `{{ with printf "${selector}" "${namespace}" (or $labels.pod ".+") $labels.service | query }}` +
    '{{ . | first | label "image_spec" | reReplaceAll "^.*?([^:/@]+)(@sha256:[0-9a-f]+)?$" "$1" }}{{ end }}'
  );
}
