import { show, type Finding } from "../finding.ts";
import { inObject } from "../model/in-object.ts";
import { appProjects } from "../model/application.ts";
import { listAt, textAt, textsAt } from "../model/read.ts";
import { nameOf, type Subject } from "../model/subject.ts";
import { levels, rule } from "../rule.ts";

export const projectRoleLeastPrivilege = rule({
  name: "project-role-least-privilege",
  family: "argo-cd",
  description:
    "A role of a project is about that project only, names its actions, and opens no shell.",
  reason:
    "Argo CD ignores a line about another project without a word, and * includes delete and override.",
  levels: levels.fromStaging,
  remediation: "Write p, proj:<project>:<role>, applications, <action>, <project>/*, allow.",
  references: ["Argo CD projects: project roles"],
  scope: "object",
  check: (stack) => appProjects(stack).flatMap(inProject),
});

function inProject(project: Subject): readonly Finding[] {
  return listAt(project.object, "spec.roles").flatMap((role, at) =>
    textsAt(role, "policies").flatMap((line, position) => {
      const path = `spec.roles[${at}].policies[${position}]`;
      const expected = fault(line, nameOf(project), textAt(role, "name") ?? "");
      return expected === undefined
        ? []
        : [inObject(project, path, expected, { actual: show(line) })];
    }),
  );
}

/** What a line should be; undefined when it is right. */
function fault(line: string, project: string, role: string): string | undefined {
  const [kind, subject, resource, action = "", object = ""] = line
    .split(",")
    .map((each) => each.trim());
  const own = `proj:${project}:${role}`;
  if (kind !== "p" || subject !== own) return `a line of ${own}`;
  if (resource === "exec") return "about anything but exec";
  if (action === "*") return "of named actions";
  return object.startsWith(`${project}/`) ? undefined : `about ${project}/…`;
}
