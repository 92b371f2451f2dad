import { show, type Finding } from "../finding.ts";
import { inObject } from "../model/in-object.ts";
import { at, fieldsAt } from "../model/read.ts";
import { replaced } from "../model/remedy.ts";
import { isService } from "../model/stack.ts";
import { labelsOf, nameOf, type Subject } from "../model/subject.ts";
import { levels, withParameters } from "../rule.ts";

/** https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#syntax-and-character-set */
const value = /^([A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?)?$/;
const managedBy = "app.kubernetes.io/managed-by";
const ours = ["app.kubernetes.io/name", "app.kubernetes.io/part-of", managedBy];

export const requiredLabels = withParameters<{ labels: readonly string[] }>({
  name: "required-labels",
  family: "stack",
  description:
    "What the program and the service chart make says what it is, what it belongs to and who manages it.",
  reason: "Selectors, dashboards and the ownership check find objects by these labels.",
  levels: levels.remedied,
  remediation: "Add the label; components/labels.ts and the chart's helper have them.",
  references: [
    "Pulumi kubernetes-*-configure-recommended-labels",
    "Kyverno require-labels",
    "Gatekeeper requiredlabels",
    "Kubescape C-0076, C-0077",
  ],
  scope: "object",
  parameters: {
    labels: { type: "array", items: { type: "string" }, description: "Labels each object needs." },
  },
  defaults: () => ({ labels: ours }),
  check: (stack, { parameters: { labels }, environment }) =>
    stack.subjects
      // What a chart of the platform labels is its maker's.
      .filter(
        ({ origin, object }) => origin.depth !== "release" && !unlabelled.includes(object.kind),
      )
      .flatMap((subject): readonly Finding[] => {
        const found = labelsOf(subject);
        const missing = labels.filter((key) => at(found, [key]) === undefined);
        const wrong = Object.entries(found).filter(
          ([, each]) => typeof each !== "string" || !value.test(each),
        );
        const isOther = isService(stack, subject) && !isOf(subject, environment);
        return [
          ...missing.map((key) =>
            inObject(subject, `metadata.labels.${key}`, "set", { actual: "not set" }),
          ),
          ...wrong.map(([key, each]) =>
            inObject(subject, `metadata.labels.${key}`, "a valid label value", {
              actual: show(each),
            }),
          ),
          ...(isOther
            ? [
                inObject(subject, "metadata.labels.environment", environment, {
                  actual: show(found["environment"]),
                }),
              ]
            : []),
        ];
      }),
  remedy: (object) => {
    const labels = fieldsAt(object, "metadata.labels");
    const wanted: Readonly<Record<string, string>> = {
      "app.kubernetes.io/name": nameOf({ object } as unknown as Subject),
      "app.kubernetes.io/part-of": "msa",
      [managedBy]: "pulumi",
    };
    const missing = Object.entries(wanted).filter(([key]) => at(labels, [key]) === undefined);
    if (missing.length === 0) return undefined;
    return replaced(object, ["metadata", "labels"], { ...labels, ...Object.fromEntries(missing) });
  },
});

/** A Release has no labels, and a provider is no object. */
const unlabelled = ["Release", "Provider"];

/** An object that names an environment names this one. */
function isOf(subject: Subject, environment: string): boolean {
  const found = labelsOf(subject)["environment"];
  return found === undefined || found === environment;
}
