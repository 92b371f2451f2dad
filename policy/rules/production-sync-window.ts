import { inObject } from "../model/in-object.ts";
import { appProjects } from "../model/application.ts";
import { listAt } from "../model/read.ts";
import { rule } from "../rule.ts";

export const productionSyncWindow = rule({
  name: "production-sync-window",
  family: "argo-cd",
  description: "A project of production says when it may change, or when it must not.",
  reason: "A merge late on a Friday is deployed late on a Friday.",
  levels: { development: "off", staging: "off", production: "advisory" },
  remediation: "Add a sync window to the AppProject, if your team has hours.",
  references: ["Argo CD sync windows"],
  scope: "object",
  check: (stack) =>
    appProjects(stack)
      .filter(({ object }) => listAt(object, "spec.syncWindows").length === 0)
      .map((project) => inObject(project, "spec.syncWindows", "set")),
});
