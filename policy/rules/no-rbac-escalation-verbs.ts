import { show } from "../finding.ts";
import { inObject } from "../model/in-object.ts";
import { listAt, textsAt } from "../model/read.ts";
import { isService, ofKind } from "../model/stack.ts";
import { levels, withParameters } from "../rule.ts";

/** Verbs that give more than the role says (kubernetes.io/docs/concepts/security/rbac-good-practices). */
const escalating = ["bind", "escalate", "impersonate"];

export const noRbacEscalationVerbs = withParameters<{ verbs: readonly string[] }>({
  name: "no-rbac-escalation-verbs",
  family: "access",
  description:
    "A role of the services' namespace, or for people, cannot be made into a bigger one.",
  reason: "Who may bind, escalate or impersonate has every right that anybody has.",
  levels: levels.always,
  remediation: "Take the verb out; give the rights themselves, by name.",
  references: ["Kyverno restrict-escalation-verbs-roles", "Trivy KSV-0047, KSV-0114", "CIS 5.1.8"],
  scope: "object",
  parameters: {
    verbs: { type: "array", items: { type: "string" }, description: "Verbs that no role has." },
  },
  defaults: () => ({ verbs: escalating }),
  check: (stack, { parameters: { verbs } }) =>
    ["Role", "ClusterRole"].flatMap((kind) =>
      ofKind(stack, "rbac.authorization.k8s.io", kind)
        // What a chart of the platform brings is its operator's, which makes roles for a living.
        .filter((role) => role.origin.depth !== "release" || isService(stack, role))
        .flatMap((role) =>
          listAt(role.object, "rules").flatMap((each, position) => {
            const given = textsAt(each, "verbs");
            if (!given.some((verb) => verbs.includes(verb))) return [];
            const expected = `without ${verbs.join(", ")}`;
            return [inObject(role, `rules[${position}].verbs`, expected, { actual: show(given) })];
          }),
        ),
    ),
});
