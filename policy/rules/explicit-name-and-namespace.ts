import { show, type Finding } from "../finding.ts";
import { inObject } from "../model/in-object.ts";
import { at, fieldsAt } from "../model/read.ts";
import { namespaceOf, nameOf, type Subject } from "../model/subject.ts";
import { levels, withParameters } from "../rule.ts";

/** Kinds of the whole cluster that this project makes; every other has a namespace. */
const clusterWide = [
  "APIService",
  "ClusterIssuer",
  "ClusterRole",
  "ClusterRoleBinding",
  "CSIDriver",
  "CustomResourceDefinition",
  "IngressClass",
  "MutatingWebhookConfiguration",
  "Namespace",
  "PersistentVolume",
  "PriorityClass",
  "Provider",
  "StorageClass",
  "ValidatingAdmissionPolicy",
  "ValidatingAdmissionPolicyBinding",
  "ValidatingWebhookConfiguration",
];

export const explicitNameAndNamespace = withParameters<{ records: readonly string[] }>({
  name: "explicit-name-and-namespace",
  family: "stack",
  description: "What the program makes has the name and the namespace that somebody wrote.",
  reason: "A random name is found by nobody, and default and kube-system belong to the cluster.",
  levels: levels.always,
  remediation: "Set metadata.name and metadata.namespace.",
  references: [
    "Kyverno disallow-default-namespace",
    "KubeLinter use-namespace",
    "CIS 5.7.4",
    "Trivy KSV-0037",
  ],
  scope: "object",
  parameters: {
    records: {
      type: "array",
      items: { type: "string" },
      description: "Names in kube-system that are the project's own records.",
    },
  },
  defaults: () => ({ records: ["msa-platform"] }),
  check: ({ subjects }, { parameters: { records } }) =>
    subjects
      .filter(({ origin }) => origin.depth === "resource")
      .flatMap((subject) => faults(subject, records)),
});

function faults(subject: Subject, records: readonly string[]): readonly Finding[] {
  const { object } = subject;
  if (object.kind === "Provider") return [];
  const isAutonamed =
    at(fieldsAt(object, "metadata.annotations"), ["pulumi.com/autonamed"]) !== undefined;
  const named =
    isAutonamed || nameOf(subject) === ""
      ? [
          inObject(subject, "metadata.name", "written by the program", {
            actual: isAutonamed ? "autonamed" : "not set",
          }),
        ]
      : [];
  return clusterWide.includes(object.kind) ? named : [...named, ...misplaced(subject, records)];
}

function misplaced(subject: Subject, records: readonly string[]): readonly Finding[] {
  const namespace = namespaceOf(subject);
  const isRecord =
    namespace === "kube-system" && records.some((each) => nameOf(subject).startsWith(each));
  const isClusters = namespace === "default" || namespace.startsWith("kube-");
  if (namespace !== "" && (!isClusters || isRecord)) return [];
  const actual = show(namespace === "" ? undefined : namespace);
  return [inObject(subject, "metadata.namespace", "a namespace of ours", { actual })];
}
