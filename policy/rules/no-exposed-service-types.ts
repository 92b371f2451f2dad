import { show, type Finding } from "../finding.ts";
import { inObject } from "../model/in-object.ts";
import { listAt, textAt } from "../model/read.ts";
import { ofKind } from "../model/stack.ts";
import { namespaceOf } from "../model/subject.ts";
import { levels, withParameters } from "../rule.ts";

const exposed = ["NodePort", "LoadBalancer"];

export const noExposedServiceTypes = withParameters<{ open: readonly string[] }>({
  name: "no-exposed-service-types",
  family: "network",
  description: "Only the gateway can be reached from outside the cluster.",
  reason: "A NodePort goes past the gateway, its TLS and its policies.",
  levels: levels.fromStaging,
  remediation: "Use ClusterIP, and a route through the gateway.",
  references: [
    "Pulumi kubernetes-core-v1-service-disallow-load-balancer",
    "Gatekeeper block-nodeport-services, externalip",
    "KubeLinter exposed-services",
    "Trivy KSV-0108",
  ],
  scope: "object",
  parameters: {
    open: { type: "array", items: { type: "string" }, description: "Namespaces of gateways." },
  },
  defaults: ({ config }) => ({
    open: config.addons.istio === undefined ? [] : [config.addons.istio.gatewayNamespace],
  }),
  check: (stack, { parameters: { open } }) =>
    ofKind(stack, "", "Service").flatMap((service): readonly Finding[] => {
      const type = textAt(service.object, "spec.type") ?? "ClusterIP";
      const addresses = listAt(service.object, "spec.externalIPs");
      const isOpen = open.includes(namespaceOf(service));
      return [
        ...(exposed.includes(type) && !isOpen ? [inObject(service, "spec.type", "ClusterIP")] : []),
        ...(addresses.length > 0
          ? [inObject(service, "spec.externalIPs", "absent", { actual: show(addresses) })]
          : []),
      ];
    }),
});
