import { show, type Finding } from "../finding.ts";
import { inObject } from "../model/in-object.ts";
import {
  applications,
  renderedBy,
  sourcesOf,
  globMatches,
  projectOf,
} from "../model/application.ts";
import { at, listAt, textAt, textsAt } from "../model/read.ts";
import type { Stack } from "../model/stack.ts";
import { groupOf, namespaceOf, nameOf, titleOf, type Subject } from "../model/subject.ts";
import { levels, rule } from "../rule.ts";

export const applicationPermittedByProject = rule({
  name: "application-permitted-by-project",
  family: "argo-cd",
  description: "An Application's repository, destination and kinds are allowed by its project.",
  reason:
    "The API server accepts it either way; Argo CD only sets a condition, and nothing deploys.",
  levels: levels.always,
  remediation: "Add it to the AppProject, or take it out of the Application.",
  references: ["Argo CD util/argo ValidatePermissions"],
  scope: "stack",
  check: (stack) =>
    applications(stack).flatMap((application) => {
      const name = textAt(application.object, "spec.project");
      const project = projectOf(stack, application);
      if (project !== undefined) return faults(stack, application, project);
      // Argo CD brings the default one; that it is used is another rule's.
      return name === undefined || name === "default"
        ? []
        : [inObject(application, "spec.project", "an AppProject of the stack")];
    }),
});

function faults(stack: Stack, application: Subject, project: Subject): readonly Finding[] {
  const within = `allowed by AppProject ${nameOf(project)}`;
  const repositories = textsAt(project.object, "spec.sourceRepos");
  const sources = sourcesOf(application)
    .filter(({ source }) => !isAllowed(repositories, textAt(source, "repoURL") ?? ""))
    .map(({ path, source }) =>
      inObject(application, `${path}.repoURL`, within, { actual: show(source["repoURL"]) }),
    );
  const destination = at(application.object, "spec.destination");
  const actual = [
    textAt(destination, "server") ?? textAt(destination, "name"),
    textAt(destination, "namespace"),
  ];
  const isThere = isDestination(project, destination);
  return [
    ...sources,
    ...(isThere
      ? []
      : [
          inObject(application, "spec.destination", within, {
            actual: actual.map((each) => each ?? "?").join(" "),
          }),
        ]),
    ...kinds(stack, application, project, within),
  ];
}

/** Argo CD's order: a `!` that matches refuses, whatever else matches. */
function isAllowed(patterns: readonly string[], text: string): boolean {
  const denied = patterns.filter((each) => each.startsWith("!")).map((each) => each.slice(1));
  if (denied.some((pattern) => globMatches(pattern, text))) return false;
  return patterns.some((pattern) => !pattern.startsWith("!") && globMatches(pattern, text));
}

function isDestination(project: Subject, destination: unknown): boolean {
  const namespace = textAt(destination, "namespace") ?? "";
  const place = (each: unknown) =>
    textAt(destination, "server") === undefined ? textAt(each, "name") : textAt(each, "server");
  const wanted = textAt(destination, "server") ?? textAt(destination, "name") ?? "";
  return listAt(project.object, "spec.destinations").some(
    (each) =>
      globMatches(place(each) ?? "", wanted) &&
      isAllowed([textAt(each, "namespace") ?? ""], namespace),
  );
}

/** Kinds that the Application renders and the project does not list. */
function kinds(
  stack: Stack,
  application: Subject,
  project: Subject,
  within: string,
): readonly Finding[] {
  return renderedBy(stack, application)
    .filter((subject) => !isListed(project, subject))
    .map((subject) =>
      inObject(application, "spec.source", `of kinds ${within}`, { actual: titleOf(subject) }),
    );
}

/** Without a list, a project allows every kind of a namespace and none of the cluster. */
function isListed(project: Subject, subject: Subject): boolean {
  const isOfCluster = clusterKinds.includes(subject.object.kind) && namespaceOf(subject) === "";
  const list = isOfCluster ? "clusterResourceWhitelist" : "namespaceResourceWhitelist";
  const allowed = at(project.object, `spec.${list}`);
  const matches = (each: unknown) =>
    globMatches(textAt(each, "group") ?? "", groupOf(subject)) &&
    globMatches(textAt(each, "kind") ?? "", subject.object.kind);
  if (listAt(project.object, "spec.namespaceResourceBlacklist").some(matches)) return false;
  if (!Array.isArray(allowed)) return !isOfCluster;
  return allowed.some(matches);
}

/** Kinds of the whole cluster that a service chart could try to bring. */
const clusterKinds = [
  "ClusterRole",
  "ClusterRoleBinding",
  "CustomResourceDefinition",
  "MutatingWebhookConfiguration",
  "Namespace",
  "PersistentVolume",
  "PriorityClass",
  "StorageClass",
  "ValidatingWebhookConfiguration",
];
