import { deploymentDown, type Workload } from "./deployment-down.ts";
import type { AlertText } from "./rule.ts";

const day = 86_400;

/** istiod: without it no pod starts with a sidecar, and no certificate of the mesh is renewed. */
export function istiodAlerts(namespace: string): readonly AlertText[] {
  return [
    deploymentDown({
      alert: "IstiodDown",
      workload: { namespace, deployment: "istiod" },
      summary: "istiod has no available pod.",
      effect:
        "Pods do not start, routes do not change, and certificates of the mesh run out in a day.",
    }),
    {
      alert: "IstioConfigRejected",
      severity: "warning",
      expr: `sum by (type) (rate(pilot_total_xds_rejects{namespace="${namespace}"}[5m])) > 0`,
      for: "10m",
      summary: "Proxies refuse the configuration that istiod sends ({{ $labels.type }}).",
      description:
        '{{ printf "%.2f" $value }} refusals per second for 10 minutes; the proxies go on with what they had.',
    },
    {
      alert: "MeshRootCertificateExpiring",
      severity: "critical",
      expr: `min by (namespace) (citadel_server_root_cert_expiry_timestamp{namespace="${namespace}"} - time()) < ${30 * day}`,
      for: "1h",
      summary: "The root certificate of the mesh expires soon.",
      description:
        "{{ $value | humanizeDuration }} are left (alert below 30 days). After it no service can call another.",
    },
  ];
}

/** The gateway: everything from outside comes through it. */
export function gatewayAlerts(workload: Workload): readonly AlertText[] {
  return [
    deploymentDown({
      alert: "GatewayDown",
      workload,
      summary: "The ingress gateway has no available pod.",
      effect: "No service and no management page can be reached from outside.",
    }),
  ];
}
