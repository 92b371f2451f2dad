import { checkSecrets } from "../../config/checks/secrets.ts";
import { formatPath, valueAt, type Path } from "../../config/problem.ts";
import { redacted, type Finding } from "../finding.ts";
import { inObject } from "../model/in-object.ts";
import { applicationSources } from "../model/application.ts";
import { at, fieldsAt, isFields } from "../model/read.ts";
import { ofKind, type Stack } from "../model/stack.ts";
import type { Subject } from "../model/subject.ts";
import { workloads } from "../model/workload.ts";
import { levels, rule } from "../rule.ts";

export const noPlaintextSecrets = rule({
  name: "no-plaintext-secrets",
  family: "access",
  description:
    "No password, key or token stands in values, a ConfigMap, an annotation or an environment variable.",
  reason:
    "Values and ConfigMaps are read by far more people than Secrets, and stay in state and history.",
  levels: levels.always,
  remediation: "Put it into a Secret and give its name. Replace it: it has been seen.",
  references: [
    "Polaris sensitiveContainerEnvVar, sensitiveConfigmapContent",
    "Trivy KSV-0109",
    "Kubescape C-0012",
    "Datree ALL_EXPOSED_SECRET_*",
  ],
  scope: "object",
  neverExempt: true,
  check: (stack) => [
    ...applicationSources(stack).flatMap(({ subject, path, source }) =>
      found(subject, `${path}.helm.valuesObject`, at(source, "helm.valuesObject")),
    ),
    ...ofKind(stack, "helm.sh", "Release").flatMap((release) =>
      found(release, "values", at(release.object, "values")),
    ),
    ...ofKind(stack, "", "ConfigMap").flatMap((map) =>
      found(map, "data", fieldsAt(map.object, "data")),
    ),
    ...annotated(stack),
    ...inEnvironment(stack),
  ],
});

function annotated(stack: Stack): readonly Finding[] {
  return stack.subjects.flatMap((subject) =>
    found(subject, "metadata.annotations", fieldsAt(subject.object, "metadata.annotations")),
  );
}

function inEnvironment(stack: Stack): readonly Finding[] {
  return workloads(stack).flatMap(({ subject, containers }) =>
    containers.flatMap((container) =>
      found(subject, `${container.path}.env`, container.spec["env"]).map((finding) => ({
        ...finding,
        container: container.name,
      })),
    ),
  );
}

/** The value itself is never shown, only what tells two of them apart. */
function found(subject: Subject, path: string, value: unknown): readonly Finding[] {
  const findings: Finding[] = [];
  checkSecrets(value, (where) => {
    const rest = formatPath(where);
    const separator = rest.startsWith("[") ? "" : ".";
    const text = String(valueAt(value, where));
    if (isKeyOfSecret(value, where)) return;
    if (subject.origin.depth === "release" && !looksSecret(text)) return;
    // A template's or an engine's reference to a Secret is not the secret.
    if (/^\$[\w{(:-]/.test(text) || /^\$?\{\{/.test(text) || text === "true" || text === "false")
      return;
    findings.push(
      inObject(subject, `${path}${separator}${rest}`, "in a Secret", { actual: redacted(text) }),
    );
  });
  return findings;
}

/** What a chart of the platform renders names many Secrets; there only the value itself tells. */
function looksSecret(text: string): boolean {
  let isSecret = false;
  checkSecrets(text, () => {
    isSecret = true;
  });
  return isSecret;
}

/** Beside the name of a Secret, a key is the name of a key in it. */
function isKeyOfSecret(value: unknown, where: Path): boolean {
  const beside = valueAt(value, where.slice(0, -1));
  if (!isFields(beside) || !/key$/i.test(String(where.at(-1)))) return false;
  return ["secretName", "existingSecret", "name"].some((name) => typeof beside[name] === "string");
}
