import { show, type Finding } from "../finding.ts";
import { inObject } from "../model/in-object.ts";
import { at, isFields, listAt, textAt, textsAt } from "../model/read.ts";
import { ofKind, type Stack } from "../model/stack.ts";
import { nameOf, pathOf, type Subject } from "../model/subject.ts";
import { levels, rule } from "../rule.ts";

const oldVersions = ["TLS_AUTO", "TLSV1_0", "TLSV1_1"];

export const gatewayTls = rule({
  name: "gateway-tls",
  family: "network",
  description:
    "Whatever is reached from outside is reached by TLS 1.2 or newer; plain HTTP only redirects.",
  reason: "Passwords and sessions would cross the network in plain text.",
  levels: levels.fromStaging,
  remediation: "Add tls with credentialName and minProtocolVersion TLSV1_2, or httpsRedirect.",
  references: [
    "Gatekeeper httpsonly",
    "Kyverno require-ingress-https",
    "Polaris tlsSettingsMissing",
    "IST0101",
  ],
  scope: "stack",
  check: (stack) => [
    ...ofKind(stack, "networking.istio.io", "Gateway").flatMap((gateway) =>
      inGateway(gateway, onlyRedirects(stack, gateway)),
    ),
    ...ofKind(stack, "networking.k8s.io", "Ingress")
      .filter(({ object }) => listAt(object, "spec.tls").length === 0)
      .map((ingress) => inObject(ingress, "spec.tls", "set")),
  ],
});

/**
 * True when all routes of a Gateway lead to https. Istio's own httpsRedirect leaves no room for the
 * one path that certificates are asked for by (HTTP-01), so the redirect may be a route.
 */
function onlyRedirects(stack: Stack, gateway: Subject): boolean {
  const names = [pathOf(gateway), nameOf(gateway)];
  const routes = ofKind(stack, "networking.istio.io", "VirtualService")
    .filter(({ object }) => textsAt(object, "spec.gateways").some((name) => names.includes(name)))
    .flatMap(({ object }) => listAt(object, "spec.http"));
  return routes.length > 0 && routes.every((route) => textAt(route, "redirect.scheme") === "https");
}

function inGateway(gateway: Subject, redirects: boolean): readonly Finding[] {
  return listAt(gateway.object, "spec.servers").flatMap((server, position) => {
    const path = `spec.servers[${position}].tls`;
    const tls = at(server, "tls");
    const protocol = textAt(server, "port.protocol") ?? "HTTP";
    if (isFields(tls) && tls["httpsRedirect"] === true) return [];
    if (!isFields(tls) && redirects) return [];
    if (protocol === "HTTP" || protocol === "HTTP2" || !isFields(tls)) {
      return [
        inObject(gateway, path, "set, or httpsRedirect", { actual: `not set for ${protocol}` }),
      ];
    }
    return inTls(gateway, path, tls);
  });
}

function inTls(gateway: Subject, path: string, tls: object): readonly Finding[] {
  const mode = textAt(tls, "mode") ?? "PASSTHROUGH";
  const passes = ["PASSTHROUGH", "AUTO_PASSTHROUGH", "ISTIO_MUTUAL"].includes(mode);
  if (passes) return [];
  const version = textAt(tls, "minProtocolVersion");
  const isOld = version !== undefined && oldVersions.includes(version);
  return [
    ...(textAt(tls, "credentialName") === undefined
      ? [inObject(gateway, `${path}.credentialName`, "set", { actual: "not set" })]
      : []),
    ...(isOld
      ? [
          inObject(gateway, `${path}.minProtocolVersion`, "TLSV1_2 or newer", {
            actual: show(version),
          }),
        ]
      : []),
  ];
}
