import { show, type Finding } from "../finding.ts";
import { inObject } from "../model/in-object.ts";
import { appProjects } from "../model/application.ts";
import { listAt, textAt, textsAt } from "../model/read.ts";
import { nameOf, type Subject } from "../model/subject.ts";
import { levels, withParameters } from "../rule.ts";

export const projectRoleLeastPrivilege = withParameters<{ full: readonly string[] }>({
  name: "project-role-least-privilege",
  family: "argo-cd",
  description:
    "A role of a project is about that project only, opens no shell, and names its actions unless it is a full one.",
  reason:
    "Argo CD ignores a line about another project without a word, and * includes delete and override.",
  levels: levels.fromStaging,
  remediation: "Write p, proj:<project>:<role>, applications, <action>, <project>/*, allow.",
  references: ["Argo CD projects: project roles"],
  scope: "object",
  parameters: {
    full: {
      type: "array",
      items: { type: "string" },
      description: "Roles that may do everything inside their project.",
    },
  },
  // Admins manage the whole of a project (config/access/argo-rights.ts).
  defaults: () => ({ full: ["admin"] }),
  check: (stack, { parameters: { full } }) =>
    appProjects(stack).flatMap((project) => inProject(project, full)),
});

function inProject(project: Subject, full: readonly string[]): readonly Finding[] {
  return listAt(project.object, "spec.roles").flatMap((role, at) =>
    textsAt(role, "policies").flatMap((line, position) => {
      const path = `spec.roles[${at}].policies[${position}]`;
      const name = textAt(role, "name") ?? "";
      const expected = fault(line, { project: nameOf(project), role: name, full });
      return expected === undefined
        ? []
        : [inObject(project, path, expected, { actual: show(line) })];
    }),
  );
}

interface Role {
  readonly project: string;
  readonly role: string;
  readonly full: readonly string[];
}

/** What a line should be; undefined when it is right. */
function fault(line: string, { project, role, full }: Role): string | undefined {
  const [kind, subject, resource, action = "", object = ""] = line
    .split(",")
    .map((each) => each.trim());
  const own = `proj:${project}:${role}`;
  if (kind !== "p" || subject !== own) return `a line of ${own}`;
  if (resource === "exec") return "about anything but exec";
  if (action === "*" && !full.includes(role)) return "of named actions";
  return object.startsWith(`${project}/`) ? undefined : `about ${project}/…`;
}
