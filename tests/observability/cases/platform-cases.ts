import type { AlertCase } from "../promtool.ts";

const environment = "production";
const critical = { severity: "critical", environment };
const warning = { severity: "warning", environment };
const day = 86_400;

function deployment(namespace: string, name: string, available: number): Record<string, string> {
  return {
    [`kube_deployment_status_replicas_available{namespace="${namespace}",deployment="${name}"}`]: `${available}x200`,
  };
}

function deploymentDown(
  alert: string,
  [namespace, name]: readonly [string, string],
  words: { readonly summary: string; readonly effect: string },
): AlertCase {
  return {
    alert,
    samples: deployment(namespace, name, 0),
    minute: 2,
    labels: { ...critical, namespace, deployment: name },
    summary: words.summary,
    description: `${namespace}/${name} has 0 available pods for 2 minutes. ${words.effect}`,
    justBelow: deployment(namespace, name, 1),
  };
}

const application = (sync: string, health: string) => ({
  [`argocd_app_info{name="user-service-production",project="msa-production",dest_namespace="microservices",sync_status="${sync}",health_status="${health}"}`]:
    "1x120",
});
const applicationLabels = (sync: string, health: string) => ({
  name: "user-service-production",
  project: "msa-production",
  dest_namespace: "microservices",
  sync_status: sync,
  health_status: health,
});
const certificate = 'exported_namespace="istio-ingress",name="production"';

/** Alerts about the platform, but for Redis. */
const all: readonly AlertCase[] = [
  {
    alert: "ArgoApplicationOutOfSync",
    samples: application("OutOfSync", "Healthy"),
    minute: 30,
    labels: { ...warning, ...applicationLabels("OutOfSync", "Healthy") },
    summary: "user-service-production does not run what its branch declares.",
    description:
      "Its sync status is OutOfSync for 30 minutes (project msa-production, namespace microservices).",
    justBelow: application("Synced", "Healthy"),
  },
  {
    alert: "ArgoApplicationDegraded",
    samples: application("Synced", "Degraded"),
    minute: 15,
    labels: { ...critical, ...applicationLabels("Synced", "Degraded") },
    summary: "user-service-production is not healthy.",
    description:
      "Its health is Degraded for 15 minutes (project msa-production, namespace microservices).",
    justBelow: application("Synced", "Progressing"),
  },
  {
    alert: "CertificateExpiring",
    samples: {
      [`certmanager_certificate_expiration_timestamp_seconds{${certificate}}`]: `${13 * day}x120`,
    },
    minute: 60,
    labels: { ...critical, exported_namespace: "istio-ingress", name: "production" },
    summary: "The certificate istio-ingress/production was not renewed and expires soon.",
    description: "12d 23h 0m 0s are left (alert below 14 days).",
    justBelow: {
      [`certmanager_certificate_expiration_timestamp_seconds{${certificate}}`]: `${15 * day}x120`,
    },
  },
  {
    alert: "CertificateNotReady",
    samples: {
      [`certmanager_certificate_ready_status{${certificate},condition="True"}`]: "0x120",
      [`certmanager_certificate_ready_status{${certificate},condition="False"}`]: "1x120",
    },
    minute: 30,
    labels: { ...warning, exported_namespace: "istio-ingress", name: "production" },
    summary: "The certificate istio-ingress/production is not ready.",
    description: "cert-manager could not issue or renew it for 30 minutes.",
    justBelow: {
      [`certmanager_certificate_ready_status{${certificate},condition="True"}`]: "1x120",
      [`certmanager_certificate_ready_status{${certificate},condition="False"}`]: "0x120",
    },
  },
  deploymentDown("IstiodDown", ["istio-system", "istiod"], {
    summary: "istiod has no available pod.",
    effect:
      "Pods do not start, routes do not change, and certificates of the mesh run out in a day.",
  }),
  deploymentDown("GatewayDown", ["istio-ingress", "istio-ingress"], {
    summary: "The ingress gateway has no available pod.",
    effect: "No service and no management page can be reached from outside.",
  }),
  deploymentDown("TracingDown", ["tracing", "jaeger"], {
    summary: "Jaeger has no available pod.",
    effect: "Spans are lost; services are not affected.",
  }),
  {
    alert: "IstioConfigRejected",
    samples: { 'pilot_total_xds_rejects{namespace="istio-system",type="cds"}': "0+30x60" },
    minute: 11,
    labels: { ...warning, type: "cds" },
    summary: "Proxies refuse the configuration that istiod sends (cds).",
    description: "0.50 refusals per second for 10 minutes; the proxies go on with what they had.",
    justBelow: { 'pilot_total_xds_rejects{namespace="istio-system",type="cds"}': "7x60" },
  },
  {
    alert: "MeshRootCertificateExpiring",
    samples: {
      'citadel_server_root_cert_expiry_timestamp{namespace="istio-system"}': `${29 * day}x120`,
    },
    minute: 60,
    labels: { ...critical, namespace: "istio-system" },
    summary: "The root certificate of the mesh expires soon.",
    description:
      "28d 23h 0m 0s are left (alert below 30 days). After it no service can call another.",
    justBelow: {
      'citadel_server_root_cert_expiry_timestamp{namespace="istio-system"}': `${31 * day}x120`,
    },
  },
  {
    alert: "SpansLost",
    samples: { 'otelcol_exporter_send_failed_spans{namespace="tracing"}': "0+60x60" },
    minute: 11,
    labels: { ...warning, namespace: "tracing" },
    summary: "Jaeger loses spans.",
    description: "1.00 spans per second are refused or cannot be stored, for 10 minutes.",
    justBelow: {
      'otelcol_receiver_accepted_spans_total{namespace="tracing"}': "0+60x60",
      'otelcol_receiver_refused_spans_total{namespace="tracing"}': "5x60",
    },
  },
  {
    alert: "PlatformTargetDown",
    samples: {
      'up{namespace="monitoring",job="prometheus-alertmanager",instance="a"}': "0x60",
      'up{namespace="monitoring",job="prometheus-alertmanager",instance="b"}': "0x60",
      'up{namespace="microservices",job="user-service",instance="c"}': "0x60",
    },
    minute: 10,
    labels: { ...warning, namespace: "monitoring", job: "prometheus-alertmanager" },
    summary: "Prometheus cannot read prometheus-alertmanager in monitoring.",
    description: "2 targets give no metrics for 10 minutes; alerts about them are blind.",
    justBelow: {
      'up{namespace="monitoring",job="prometheus-alertmanager",instance="a"}': "1x60",
    },
  },
];

function named(...names: readonly string[]): readonly AlertCase[] {
  return all.filter(({ alert }) => names.includes(alert));
}

export const deliveryCases = named("ArgoApplicationOutOfSync", "ArgoApplicationDegraded");
export const certificateCases = named("CertificateExpiring", "CertificateNotReady");
export const meshCases = named(
  "IstiodDown",
  "GatewayDown",
  "IstioConfigRejected",
  "MeshRootCertificateExpiring",
);
export const tracingCases = named("TracingDown", "SpansLost");
export const targetCases = named("PlatformTargetDown");
