import { show, type Finding } from "../finding.ts";
import { inObject } from "../model/in-object.ts";
import { appProjects } from "../model/application.ts";
import { listAt, textAt } from "../model/read.ts";
import type { Subject } from "../model/subject.ts";
import { levels, rule } from "../rule.ts";

const duration = /^(\d+(\.\d+)?(h|m|s))+$/;
const cronField =
  /^(\*|\d+(-\d+)?|[A-Za-z]{3}(-[A-Za-z]{3})?)(\/\d+)?(,(\d+(-\d+)?|[A-Za-z]{3}))*$/;

export const syncWindowValid = rule({
  name: "sync-window-valid",
  family: "argo-cd",
  description:
    "A sync window has a schedule, a duration and a time zone that Argo CD understands, and selects something.",
  reason:
    "Argo CD takes UTC for a time zone it does not know, and blocks every sync for a schedule it cannot read.",
  levels: levels.always,
  remediation: "Write five cron fields, a duration such as 2h, and a zone such as Asia/Seoul.",
  references: ["Argo CD SyncWindow.Validate"],
  scope: "object",
  check: (stack) =>
    appProjects(stack).flatMap((project) =>
      listAt(project.object, "spec.syncWindows").flatMap((window, position) =>
        faults(project, window, `spec.syncWindows[${position}]`),
      ),
    ),
});

function faults(project: Subject, window: unknown, path: string): readonly Finding[] {
  const wrong = (field: string, expected: string) =>
    inObject(project, `${path}.${field}`, expected, { actual: show(textAt(window, field)) });
  const zone = textAt(window, "timeZone") ?? "UTC";
  const selected = ["applications", "namespaces", "clusters"].some(
    (part) => listAt(window, part).length > 0,
  );
  const kind = textAt(window, "kind") ?? "";
  return [
    ...(kind === "allow" || kind === "deny" ? [] : [wrong("kind", "allow or deny")]),
    ...(isSchedule(textAt(window, "schedule") ?? "")
      ? []
      : [wrong("schedule", "five cron fields")]),
    ...(duration.test(textAt(window, "duration") ?? "")
      ? []
      : [wrong("duration", "such as 2h30m")]),
    ...(isZone(zone) ? [] : [wrong("timeZone", "a known time zone")]),
    ...(selected
      ? []
      : [
          inObject(project, path, "for some applications, namespaces or clusters", {
            actual: "for none",
          }),
        ]),
  ];
}

function isSchedule(text: string): boolean {
  const fields = text.trim().split(/\s+/);
  return fields.length === 5 && fields.every((field) => cronField.test(field));
}

function isZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
