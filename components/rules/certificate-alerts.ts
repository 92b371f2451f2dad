import type { AlertText } from "./rule.ts";

const day = 86_400;

/**
 * cert-manager renews when a third of a certificate's life is left: 30 of 90 days. Fewer than 14
 * means that renewing has failed for two weeks.
 *
 * The certificate's namespace is `exported_namespace`: the chart's monitor lets the target's win.
 */
export function certificateAlerts(): readonly AlertText[] {
  const certificate = (expr: string) => `min by (exported_namespace, name) (${expr})`;
  const place = "{{ $labels.exported_namespace }}/{{ $labels.name }}";
  return [
    {
      alert: "CertificateExpiring",
      severity: "critical",
      // A certificate that was never issued expires at 0; CertificateNotReady tells of it.
      expr: `${certificate("(certmanager_certificate_expiration_timestamp_seconds > 0) - time()")} < ${14 * day}`,
      for: "1h",
      summary: `The certificate ${place} was not renewed and expires soon.`,
      description: "{{ $value | humanizeDuration }} are left (alert below 14 days).",
    },
    {
      alert: "CertificateNotReady",
      severity: "warning",
      expr: `${certificate('certmanager_certificate_ready_status{condition="True"}')} == 0`,
      for: "30m",
      summary: `The certificate ${place} is not ready.`,
      description: "cert-manager could not issue or renew it for 30 minutes.",
    },
  ];
}
