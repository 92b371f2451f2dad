import type { Finding } from "../finding.ts";
import { inObject } from "../model/in-object.ts";
import { at, fieldsAt, isFields, textAt, textMapAt } from "../model/read.ts";
import { ofKind } from "../model/stack.ts";
import { labelsOf, type Subject } from "../model/subject.ts";
import { levels, rule } from "../rule.ts";

const argoType = "argocd.argoproj.io/secret-type";
const placeholder =
  /^\s*$|^(changeme|change-me|password|secret|example|dummy|xxx+|<.*>|TO-?DO)\s*$/i;
const insecure = ["insecure", "insecureIgnoreHostKey"];

export const secretShape = rule({
  name: "secret-shape",
  family: "access",
  description: "A Secret holds what its type promises, and no placeholder.",
  reason: "A wrong pull secret or a placeholder is accepted, and fails at the first pull or login.",
  levels: levels.always,
  remediation: "Fill in the real value, in the form the type asks for.",
  references: ["Argo CD private repositories"],
  scope: "object",
  check: (stack) => ofKind(stack, "", "Secret").flatMap(faults),
});

function faults(secret: Subject): readonly Finding[] {
  const values = valuesOf(secret);
  return [
    ...Object.entries(values)
      .filter(([, value]) => placeholder.test(value))
      .map(([key, value]) =>
        inObject(secret, `data.${key}`, "a real value", {
          actual: value.trim() === "" ? "empty" : "a placeholder",
        }),
      ),
    ...dockerFaults(secret, values),
    ...argoFaults(secret, values),
  ];
}

/** Values as they will be read; those that are secret to us as well are left out. */
function valuesOf({ object }: Subject): Readonly<Record<string, string>> {
  const decoded = Object.entries(textMapAt(object, "data")).map(
    ([key, value]) => [key, Buffer.from(value, "base64").toString("utf8")] as const,
  );
  return { ...Object.fromEntries(decoded), ...textMapAt(object, "stringData") };
}

function dockerFaults(
  secret: Subject,
  values: Readonly<Record<string, string>>,
): readonly Finding[] {
  if (at(secret.object, "type") !== "kubernetes.io/dockerconfigjson") return [];
  const key = ".dockerconfigjson";
  const text = values[key];
  if (text === undefined) {
    return isHidden(secret) ? [] : [inObject(secret, `data.${key}`, "set", { actual: "not set" })];
  }
  const hosts = Object.keys(fieldsAt(json(text), "auths"));
  return hosts.length > 0
    ? []
    : [
        inObject(secret, `data.${key}`, "JSON with auths for a registry", {
          actual: "without one",
        }),
      ];
}

function argoFaults(secret: Subject, values: Readonly<Record<string, string>>): readonly Finding[] {
  const type = labelsOf(secret)[argoType];
  if (type !== "repository" && type !== "repo-creds") return [];
  const unsafe = insecure.filter((key) => values[key] === "true");
  return [
    ...(values["url"] === undefined && !isHidden(secret)
      ? [inObject(secret, "data.url", "set", { actual: "not set" })]
      : []),
    ...unsafe.map((key) => inObject(secret, `data.${key}`, "absent", { actual: "true" })),
  ];
}

/** The recorder and an exported state hold a mark in place of a secret. */
function isHidden({ object }: Subject): boolean {
  return ["data", "stringData"].some((part) => {
    const value = at(object, part);
    return (
      value !== undefined &&
      (!isFields(value) || value["secret"] === true || textAt(object, part) !== undefined)
    );
  });
}

function json(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
