import { show, type Finding } from "../finding.ts";
import { inObject } from "../model/in-object.ts";
import { at, fieldsAt, textAt } from "../model/read.ts";
import { ofKind, type Stack } from "../model/stack.ts";
import { nameOf } from "../model/subject.ts";
import { levels, rule } from "../rule.ts";

const harmless = ["", "role:readonly"];

export const argocdRbacDefaultDeny = rule({
  name: "argocd-rbac-default-deny",
  family: "argo-cd",
  description:
    "Argo CD lets nobody in without a login, gives who has no role at most a look, and opens no shells.",
  reason: "Who may sync may deploy; the local admin is one password for everybody.",
  levels: levels.fromStaging,
  remediation: "Set it in the values of the release argo-cd.",
  references: ["Argo CD RBAC configuration", "Argo CD web-based terminal"],
  scope: "object",
  check: (stack) => [...inRbac(stack), ...inSettings(stack)],
});

function maps(stack: Stack, name: string) {
  return ofKind(stack, "", "ConfigMap").filter((each) => nameOf(each) === name);
}

function inRbac(stack: Stack): readonly Finding[] {
  return maps(stack, "argocd-rbac-cm").flatMap((map) => {
    const found = textAt(fieldsAt(map.object, "data"), ["policy.default"]) ?? "";
    if (harmless.includes(found)) return [];
    return [
      inObject(map, "data.policy.default", "empty or role:readonly", { actual: show(found) }),
    ];
  });
}

/** The local admin goes only where people can log in by another way. */
function inSettings(stack: Stack): readonly Finding[] {
  const unwanted: readonly (readonly [string, string])[] = [
    ["users.anonymous.enabled", "true"],
    ["exec.enabled", "true"],
  ];
  return maps(stack, "argocd-cm").flatMap((map) => {
    const settings = fieldsAt(map.object, "data");
    const open = unwanted
      .filter(([key, value]) => String(at(settings, [key])) === value)
      .map(([key, value]) => inObject(map, `data.${key}`, "false", { actual: value }));
    const admin = textAt(settings, ["admin.enabled"]);
    const isNeedless = stack.config.oidc !== undefined && admin !== "false";
    return isNeedless
      ? [...open, inObject(map, "data.admin.enabled", "false with OIDC", { actual: show(admin) })]
      : open;
  });
}
