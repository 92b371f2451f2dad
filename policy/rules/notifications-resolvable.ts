import { show, type Finding } from "../finding.ts";
import { inObject } from "../model/in-object.ts";
import { fieldsAt, textMapAt } from "../model/read.ts";
import { ofKind, type Stack } from "../model/stack.ts";
import { nameOf, namespaceOf, type Subject } from "../model/subject.ts";
import { levels, rule } from "../rule.ts";

const subscription = /^notifications\.argoproj\.io\/subscribe\.([^.]+)\.([^.]+)$/;

export const notificationsResolvable = rule({
  name: "notifications-resolvable",
  family: "argo-cd",
  description:
    "Every subscription names a trigger and a service that exist, and every trigger templates that exist.",
  reason: "A name that is not there is one log line; the message just never comes.",
  levels: levels.always,
  remediation: "Add it to the notifications of the release argo-cd, or correct the name.",
  references: ["Argo CD notifications-engine ParseConfig"],
  scope: "stack",
  check: (stack) => {
    const settings = ofKind(stack, "", "ConfigMap").find(
      (each) => nameOf(each) === "argocd-notifications-cm",
    );
    // With Argo CD there already, or its chart not to be had, nobody here knows what it has.
    if (settings === undefined) return [];
    return [...subscriptions(stack, settings), ...triggers(settings), ...keys(stack, settings)];
  },
});

function subscriptions(stack: Stack, settings: Subject): readonly Finding[] {
  const data = fieldsAt(settings.object, "data");
  const objects = ["Application", "AppProject"].flatMap((kind) =>
    ofKind(stack, "argoproj.io", kind),
  );
  return objects.flatMap((subject) =>
    Object.keys(fieldsAt(subject.object, "metadata.annotations")).flatMap((key) => {
      const [, trigger = "", service = ""] = subscription.exec(key) ?? [];
      if (trigger === "") return [];
      const path = `metadata.annotations.${key}`;
      const hasTrigger = Object.hasOwn(data, `trigger.${trigger}`);
      const hasService = Object.keys(data).some((each) =>
        each.startsWith("service.") ? each.split(".").at(-1) === service : false,
      );
      return [
        ...(hasTrigger
          ? []
          : [inObject(subject, path, "of a trigger that exists", { actual: trigger })]),
        ...(hasService
          ? []
          : [inObject(subject, path, "of a service that exists", { actual: service })]),
      ];
    }),
  );
}

/** Templates are read from the YAML of a trigger as Argo CD's own examples write it. */
function triggers(settings: Subject): readonly Finding[] {
  const data = textMapAt(settings.object, "data");
  return Object.entries(data)
    .filter(([key]) => key.startsWith("trigger."))
    .flatMap(([key, text]) =>
      sent(text)
        .filter((template) => !Object.hasOwn(data, `template.${template}`))
        .map((template) =>
          inObject(settings, `data.${key}`, "of templates that exist", { actual: show(template) }),
        ),
    );
}

/** `send: [a, b]`, or a list of lines below `send:`. */
function sent(trigger: string): readonly string[] {
  const flow = [...trigger.matchAll(/send:\s*\[([^\]]*)\]/g)].flatMap(([, list = ""]) =>
    list.split(","),
  );
  const block = [...trigger.matchAll(/send:\s*\n((?:\s*-\s*[\w-]+\s*(?:\n|$))+)/g)].flatMap(
    ([, lines = ""]) => lines.split("\n").map((line) => line.replace(/^\s*-\s*/, "")),
  );
  return [...flow, ...block]
    .map((name) => name.replaceAll(/["']/g, "").trim())
    .filter((name) => name !== "");
}

/** Each `$key` of a service must be in the Secret, as far as the Secret is the stack's. */
function keys(stack: Stack, settings: Subject): readonly Finding[] {
  const secret = ofKind(stack, "", "Secret").find(
    (each) =>
      nameOf(each) === "argocd-notifications-secret" && namespaceOf(each) === namespaceOf(settings),
  );
  const known = ["data", "stringData"].flatMap((part) =>
    Object.keys(fieldsAt(secret?.object, part)),
  );
  if (secret === undefined || known.includes("secret") || known.length === 0) return [];
  return Object.entries(textMapAt(settings.object, "data"))
    .filter(([key]) => key.startsWith("service."))
    .flatMap(([key, text]) =>
      [...text.matchAll(/\$([\w-]+)/g)]
        .map(([, name = ""]) => name)
        .filter((name) => !known.includes(name))
        .map((name) =>
          inObject(settings, `data.${key}`, "of keys in argocd-notifications-secret", {
            actual: `$${name}`,
          }),
        ),
    );
}
