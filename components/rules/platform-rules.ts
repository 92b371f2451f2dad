import { certificateAlerts } from "./certificate-alerts.ts";
import { deliveryAlerts } from "./delivery-alerts.ts";
import type { Workload } from "./deployment-down.ts";
import { gatewayAlerts, istiodAlerts } from "./mesh-alerts.ts";
import { redisAlerts } from "./redis-alerts.ts";
import { alertRule, type AlertText, type RuleGroup } from "./rule.ts";
import { tracingAlerts } from "./tracing-alerts.ts";

export interface PlatformRulesArgs {
  /** Stack that owns the platform. */
  readonly environment: string;
  readonly domain: string;
  /** Namespace Argo CD runs in. */
  readonly argoNamespace: string;
  /** Namespace Prometheus and Alertmanager run in. */
  readonly monitoringNamespace: string;
  /** Namespace of istiod; absent without a mesh. */
  readonly istioNamespace?: string;
  /** The ingress gateway; absent without a mesh. */
  readonly gateway?: Workload;
  /** Absent without cert-manager. */
  readonly certManagerNamespace?: string;
  /** Absent without a Redis Cluster. */
  readonly redisNamespace?: string;
  /** Jaeger; absent without tracing. */
  readonly tracing?: Workload;
}

/** Rules about what exists once on a cluster, which the stack that owns the platform writes. */
export function platformRules(args: PlatformRulesArgs): readonly RuleGroup[] {
  const { istioNamespace, gateway, certManagerNamespace, redisNamespace, tracing } = args;
  const groups: readonly (readonly [string, readonly AlertText[]])[] = [
    ["delivery", deliveryAlerts()],
    ["targets", [targetDown(watchedNamespaces(args))]],
    ["certificates", certManagerNamespace === undefined ? [] : certificateAlerts()],
    ["mesh", istioNamespace === undefined ? [] : istiodAlerts(istioNamespace)],
    ["gateway", gateway === undefined ? [] : gatewayAlerts(gateway)],
    ["redis", redisNamespace === undefined ? [] : redisAlerts(redisNamespace)],
    ["tracing", tracing === undefined ? [] : tracingAlerts(tracing)],
  ];
  const alerts = groups
    .filter(([, texts]) => texts.length > 0)
    .map(([name, texts]) => ({
      name: `msa-platform-${name}`,
      rules: texts.map((text) =>
        alertRule(args.domain, { ...text, labels: { environment: args.environment } }),
      ),
    }));
  return gateway === undefined ? alerts : [gatewayRecordings(gateway), ...alerts];
}

function watchedNamespaces(args: PlatformRulesArgs): readonly string[] {
  const { gateway, tracing, redisNamespace, istioNamespace, certManagerNamespace } = args;
  const optional = [istioNamespace, gateway?.namespace, certManagerNamespace, redisNamespace];
  const all = [args.argoNamespace, args.monitoringNamespace, ...optional, tracing?.namespace];
  return [...new Set(all.filter((namespace) => namespace !== undefined))].sort();
}

/** A part of the platform that Prometheus cannot read: its other alerts are blind. */
function targetDown(namespaces: readonly string[]): AlertText {
  return {
    alert: "PlatformTargetDown",
    severity: "warning",
    expr: `count by (namespace, job) (up{namespace=~"${namespaces.join("|")}"} == 0) > 0`,
    for: "10m",
    summary: "Prometheus cannot read {{ $labels.job }} in {{ $labels.namespace }}.",
    description:
      "{{ $value }} targets give no metrics for 10 minutes; alerts about them are blind.",
  };
}

/** What goes through the gateway, counted there: what never arrived at a service is in it too. */
function gatewayRecordings({ namespace }: Workload): RuleGroup {
  return {
    name: "msa-platform-gateway-traffic",
    rules: [
      {
        record: "gateway:istio_requests:rate5m",
        expr: `sum by (destination_workload, destination_workload_namespace, response_code) (rate(istio_requests_total{reporter="source",source_workload_namespace="${namespace}"}[5m]))`,
      },
    ],
  };
}
