import { inObject } from "../model/in-object.ts";
import { listAt, textsAt } from "../model/read.ts";
import { isService, ofKind } from "../model/stack.ts";
import { levels, rule } from "../rule.ts";

const reads = ["get", "list", "watch", "*"];

export const limitedSecretAccess = rule({
  name: "limited-secret-access",
  family: "access",
  description: "A role of the services' namespace, or for people, reads only the secrets it names.",
  reason: "Who can list secrets can be every ServiceAccount that has one.",
  levels: levels.fromStaging,
  remediation: "Add resourceNames.",
  references: [
    "KubeLinter access-to-secrets",
    "Trivy KSV-0041, KSV-0113",
    "CIS 5.1.2",
    "Kubescape C-0015",
  ],
  scope: "object",
  check: (stack) =>
    ["Role", "ClusterRole"].flatMap((kind) =>
      ofKind(stack, "rbac.authorization.k8s.io", kind)
        // What a chart of the platform brings is its operator's, which makes and reads secrets for a living.
        .filter((role) => role.origin.depth !== "release" || isService(stack, role))
        .flatMap((role) =>
          listAt(role.object, "rules").flatMap((each, position) => {
            const isOfSecrets = textsAt(each, "resources").some(
              (name) => name === "secrets" || name === "*",
            );
            const isRead = textsAt(each, "verbs").some((verb) => reads.includes(verb));
            if (!isOfSecrets || !isRead || listAt(each, "resourceNames").length > 0) return [];
            const actual = "not set for secrets";
            return [
              inObject(role, `rules[${position}].resourceNames`, "a list of names", { actual }),
            ];
          }),
        ),
    ),
});
