import { inObject } from "../model/in-object.ts";
import { at, isFields, listAt, textAt } from "../model/read.ts";
import { ofKind } from "../model/stack.ts";
import { nameOf, namespaceOf, type Subject } from "../model/subject.ts";
import { rule } from "../rule.ts";

export const defaultDenyAuthorizationPolicy = rule({
  name: "default-deny-authorization-policy",
  family: "network",
  description: "The mesh, or the services' namespace, allows no request that no policy allows.",
  reason: "Without it, a service whose policy is forgotten answers everybody in the mesh.",
  levels: { development: "off", staging: "advisory", production: "mandatory" },
  remediation: "Add an AuthorizationPolicy with an empty spec to the mesh's root namespace.",
  references: ["Kyverno require-authorizationpolicy", "Istio security best practices"],
  scope: "stack",
  check: (stack) => {
    const { istio } = stack.config.addons;
    // On somebody else's mesh, the policy of all of it is theirs to have.
    if (istio?.install !== true) return [];
    const denied = ofKind(stack, "security.istio.io", "AuthorizationPolicy")
      .filter(allowsNothing)
      .map(namespaceOf);
    if (denied.includes(istio.namespace) || denied.includes(stack.config.namespace)) return [];
    return ofKind(stack, "", "Namespace")
      .filter((namespace) => nameOf(namespace) === stack.config.namespace)
      .map((namespace) =>
        inObject(namespace, "metadata.name", "under an AuthorizationPolicy that allows nothing", {
          actual: "under none",
        }),
      );
  },
});

function allowsNothing({ object }: Subject): boolean {
  const spec = at(object, "spec");
  const action = textAt(spec, "action") ?? "ALLOW";
  return (
    (spec === undefined || isFields(spec)) &&
    action === "ALLOW" &&
    at(spec, "selector") === undefined &&
    at(spec, "targetRefs") === undefined &&
    listAt(spec, "rules").length === 0
  );
}
