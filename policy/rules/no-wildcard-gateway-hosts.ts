import type { Finding } from "../finding.ts";
import { inObject } from "../model/in-object.ts";
import { listAt, textAt, textsAt } from "../model/read.ts";
import { ofKind } from "../model/stack.ts";
import type { Subject } from "../model/subject.ts";
import { levels, rule } from "../rule.ts";

export const noWildcardGatewayHosts = rule({
  name: "no-wildcard-gateway-hosts",
  family: "network",
  description: "A gateway, route or Ingress names its hosts.",
  reason: "With * it answers for every host that points at the address, also for somebody else's.",
  levels: levels.fromStaging,
  remediation: "Name the host.",
  references: [
    "Istio security best practices",
    "Kyverno restrict-virtual-service-wildcard, restrict-ingress-wildcard",
    "Gatekeeper block-wildcard-ingress",
  ],
  scope: "object",
  check: (stack) => [
    ...ofKind(stack, "networking.istio.io", "Gateway").flatMap((gateway) =>
      listAt(gateway.object, "spec.servers").flatMap((server, position) =>
        wild(gateway, `spec.servers[${position}].hosts`, textsAt(server, "hosts")),
      ),
    ),
    ...ofKind(stack, "networking.istio.io", "VirtualService").flatMap((service) =>
      wild(service, "spec.hosts", textsAt(service.object, "spec.hosts")),
    ),
    ...ofKind(stack, "networking.k8s.io", "Ingress").flatMap((ingress) =>
      listAt(ingress.object, "spec.rules").flatMap((each, position) =>
        wild(ingress, `spec.rules[${position}].host`, [textAt(each, "host") ?? "*"]),
      ),
    ),
  ],
});

/** Istio also writes `<namespace>/<host>`. */
function wild(subject: Subject, path: string, hosts: readonly string[]): readonly Finding[] {
  return hosts
    .filter((host) => host.replace(/^.*\//, "") === "*")
    .map((host) => inObject(subject, path, "the names of hosts", { actual: host }));
}
