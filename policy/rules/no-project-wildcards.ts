import type { Finding } from "../finding.ts";
import { inObject } from "../model/in-object.ts";
import { appProjects } from "../model/application.ts";
import { listAt, textAt, textsAt } from "../model/read.ts";
import type { Subject } from "../model/subject.ts";
import { levels, rule } from "../rule.ts";

export const noProjectWildcards = rule({
  name: "no-project-wildcards",
  family: "argo-cd",
  description: "A project names its repositories, destinations and kinds.",
  reason: "A * lets one chart change reach every namespace, or the cluster itself.",
  levels: levels.fromStaging,
  remediation: "List what the Applications of the project need.",
  references: ["Kyverno appproject-clusterresourceblacklist", "Argo CD projects"],
  scope: "object",
  check: (stack) => appProjects(stack).flatMap(faults),
});

function faults(project: Subject): readonly Finding[] {
  const wild = (path: string, actual = "*") =>
    inObject(project, path, "a list of names", { actual });
  return [
    ...["sourceRepos", "sourceNamespaces"]
      .filter((part) => textsAt(project.object, `spec.${part}`).includes("*"))
      .map((part) => wild(`spec.${part}`)),
    ...listAt(project.object, "spec.destinations").flatMap((destination, position) =>
      ["server", "name", "namespace"]
        .filter((part) => textAt(destination, part) === "*")
        .map((part) => wild(`spec.destinations[${position}].${part}`)),
    ),
    ...["clusterResourceWhitelist", "namespaceResourceWhitelist"].flatMap((part) =>
      listAt(project.object, `spec.${part}`).flatMap((each, position) =>
        ["group", "kind"]
          .filter((field) => textAt(each, field) === "*")
          .map((field) => wild(`spec.${part}[${position}].${field}`)),
      ),
    ),
  ];
}
