import { show, type Finding } from "../finding.ts";
import { inObject } from "../model/in-object.ts";
import { applications, applicationSources, type ApplicationSource } from "../model/application.ts";
import { at, fieldsAt, textAt } from "../model/read.ts";
import type { Stack } from "../model/stack.ts";
import { namespaceOf, type Subject } from "../model/subject.ts";
import { levels, rule } from "../rule.ts";

/** Helm's own limit (helm.sh/helm pkg/chartutil). */
const longestRelease = 53;

export const applicationSpecValid = rule({
  name: "application-spec-valid",
  family: "argo-cd",
  description:
    "An Application is complete: one source of one sort, one destination, in Argo CD's namespace.",
  reason:
    "The API server accepts it either way; Argo CD only sets InvalidSpecError, and nothing deploys.",
  levels: levels.always,
  remediation: "Complete the field.",
  references: ["Kyverno application-field-validation", "Argo CD util/argo ValidatePermissions"],
  scope: "object",
  check: (stack) => [
    ...applications(stack).flatMap((application) => inApplication(stack, application)),
    ...applicationSources(stack).flatMap(inSource),
  ],
});

function inApplication(stack: Stack, application: Subject): readonly Finding[] {
  const { object } = application;
  const { namespace } = stack.config.addons.argoCd;
  const destination = fieldsAt(object, "spec.destination");
  const hasServer = destination["server"] !== undefined;
  const hasName = destination["name"] !== undefined;
  const hasSource =
    at(object, "spec.source") !== undefined || at(object, "spec.sources") !== undefined;
  return [
    ...(namespaceOf(application) === namespace
      ? []
      : [inObject(application, "metadata.namespace", namespace)]),
    ...(hasServer === hasName
      ? [
          inObject(application, "spec.destination", "either server or name", {
            actual: hasServer ? "both" : "neither",
          }),
        ]
      : []),
    ...(hasSource ? [] : [inObject(application, "spec.source", "set")]),
  ];
}

function inSource({ subject, path, source }: ApplicationSource): readonly Finding[] {
  const hasPath = source["path"] !== undefined;
  const hasChart = source["chart"] !== undefined;
  const release = textAt(source, "helm.releaseName") ?? "";
  return [
    ...(textAt(source, "repoURL") === undefined
      ? [inObject(subject, `${path}.repoURL`, "set", { actual: show(source["repoURL"]) })]
      : []),
    ...(hasPath === hasChart && source["ref"] === undefined
      ? [
          inObject(subject, path, "of either path or chart", {
            actual: hasPath ? "both" : "neither",
          }),
        ]
      : []),
    ...(hasChart && source["targetRevision"] === undefined
      ? [inObject(subject, `${path}.targetRevision`, "set for a chart", { actual: "not set" })]
      : []),
    ...(release.length > longestRelease
      ? [
          inObject(subject, `${path}.helm.releaseName`, `at most ${longestRelease} characters`, {
            actual: `${release.length} characters`,
          }),
        ]
      : []),
  ];
}
