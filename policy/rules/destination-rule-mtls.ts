import type { Finding } from "../finding.ts";
import { inObject } from "../model/in-object.ts";
import { listAt, textAt } from "../model/read.ts";
import { ofKind } from "../model/stack.ts";
import type { Subject } from "../model/subject.ts";
import { levels, rule } from "../rule.ts";

export const destinationRuleMtls = rule({
  name: "destination-rule-mtls",
  family: "network",
  description: "No DestinationRule switches TLS off, and one that begins TLS checks who answers.",
  reason: "DISABLE sends in plain text; without a CA anybody may answer.",
  levels: levels.fromStaging,
  remediation: "Remove trafficPolicy.tls, or set caCertificates.",
  references: ["IST0128", "IST0129", "Istio security best practices"],
  scope: "object",
  check: (stack) =>
    ofKind(stack, "networking.istio.io", "DestinationRule").flatMap((subject) => [
      ...fault(
        subject,
        "spec.trafficPolicy.tls",
        textAt(subject.object, "spec.trafficPolicy.tls.mode"),
        textAt(subject.object, "spec.trafficPolicy.tls.caCertificates"),
      ),
      ...listAt(subject.object, "spec.trafficPolicy.portLevelSettings").flatMap((port, position) =>
        fault(
          subject,
          `spec.trafficPolicy.portLevelSettings[${position}].tls`,
          textAt(port, "tls.mode"),
          textAt(port, "tls.caCertificates"),
        ),
      ),
    ]),
});

function fault(
  subject: Subject,
  path: string,
  mode: string | undefined,
  ca: string | undefined,
): readonly Finding[] {
  if (mode === "DISABLE")
    return [inObject(subject, `${path}.mode`, "absent or ISTIO_MUTUAL", { actual: mode })];
  const begins = mode === "SIMPLE" || mode === "MUTUAL";
  return begins && ca === undefined
    ? [inObject(subject, `${path}.caCertificates`, "set", { actual: "not set" })]
    : [];
}
