import { inObject } from "../model/in-object.ts";
import { textMapAt } from "../model/read.ts";
import { ofKind } from "../model/stack.ts";
import { nameOf } from "../model/subject.ts";
import { levels, rule } from "../rule.ts";

export const noRetiredTeamsConnector = rule({
  name: "no-retired-teams-connector",
  family: "argo-cd",
  description: "Messages to Microsoft Teams go through a workflow.",
  reason: "Microsoft switched Office 365 connectors off on 2026-03-31: nothing sent there arrives.",
  levels: levels.always,
  remediation: "Use service.teams-workflows with the URL of a workflow.",
  references: ["Argo CD notifications: Teams Workflows"],
  scope: "object",
  check: (stack) =>
    ofKind(stack, "", "ConfigMap")
      .filter((map) => nameOf(map) === "argocd-notifications-cm")
      .flatMap((map) =>
        Object.entries(textMapAt(map.object, "data"))
          .filter(
            ([key, text]) =>
              key === "service.teams" ||
              (key.startsWith("service.") && /\b(webhook|outlook)\.office\.com\b/.test(text)),
          )
          .map(([key]) =>
            inObject(map, `data.${key}`, "service.teams-workflows", {
              actual: "a retired connector",
            }),
          ),
      ),
});
