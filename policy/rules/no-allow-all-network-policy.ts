import type { Finding } from "../finding.ts";
import { inObject } from "../model/in-object.ts";
import { at, isFields, listAt, textAt } from "../model/read.ts";
import { ofKind } from "../model/stack.ts";
import { namespaceOf, type Subject } from "../model/subject.ts";
import { levels, withParameters } from "../rule.ts";

const everywhere = ["0.0.0.0/0", "::/0"];

export const noAllowAllNetworkPolicy = withParameters<{ open: readonly string[] }>({
  name: "no-allow-all-network-policy",
  family: "network",
  description: "No NetworkPolicy lets in, or out to, everybody at every port.",
  reason: "One rule without a peer undoes the default deny of its namespace.",
  levels: levels.fromStaging,
  remediation: "Name the peers, or at least the ports.",
  references: ["Kyverno restrict-networkpolicy-empty-podselector"],
  scope: "object",
  parameters: {
    open: {
      type: "array",
      items: { type: "string" },
      description: "Namespaces meant to be reached by all.",
    },
  },
  defaults: ({ config }) => ({
    open: config.addons.istio === undefined ? [] : [config.addons.istio.gatewayNamespace],
  }),
  check: (stack, { parameters: { open } }) =>
    ofKind(stack, "networking.k8s.io", "NetworkPolicy")
      .filter((policy) => !open.includes(namespaceOf(policy)))
      .flatMap((policy) => [
        ...faults(policy, "ingress", "from"),
        ...faults(policy, "egress", "to"),
      ]),
});

function faults(policy: Subject, direction: string, peers: string): readonly Finding[] {
  return listAt(policy.object, `spec.${direction}`).flatMap((entry, position) => {
    // Ports bound it: a webhook has to be reached by an API server whose address nobody knows.
    if (listAt(entry, "ports").length > 0) return [];
    const path = `spec.${direction}[${position}].${peers}`;
    const list = listAt(entry, peers);
    if (list.length === 0)
      return [inObject(policy, path, "bounded by a peer or a port", { actual: "everybody" })];
    return list
      .filter((peer) => isFields(peer) && isEverywhere(peer))
      .map((peer) => {
        const actual = textAt(peer, "ipBlock.cidr") ?? "everybody";
        return inObject(policy, path, "bounded by a peer or a port", { actual });
      });
  });
}

function isEverywhere(peer: object): boolean {
  const cidr = textAt(peer, "ipBlock.cidr");
  return (
    cidr !== undefined && everywhere.includes(cidr) && at(peer, "ipBlock.except") === undefined
  );
}
