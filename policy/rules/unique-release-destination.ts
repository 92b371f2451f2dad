import { inObject } from "../model/in-object.ts";
import { applications, sourcesOf } from "../model/application.ts";
import { textAt } from "../model/read.ts";
import { nameOf } from "../model/subject.ts";
import { levels, rule } from "../rule.ts";

export const uniqueReleaseDestination = rule({
  name: "unique-release-destination",
  family: "argo-cd",
  description: "No two Applications have one name, or render one release into one namespace.",
  reason: "They would take the objects from each other at every sync.",
  levels: levels.always,
  remediation: "Give one of them another name.",
  references: ["Argo CD SharedResourceWarning"],
  scope: "stack",
  check: (stack) => {
    const seen = new Map<string, string>();
    const names = new Set<string>();
    return applications(stack).flatMap((application) => {
      const name = nameOf(application);
      const [source] = sourcesOf(application);
      const release = textAt(source?.source, "helm.releaseName") ?? name;
      const key = `${textAt(application.object, "spec.destination.namespace") ?? ""}/${release}`;
      const other = seen.get(key);
      if (other === undefined) seen.set(key, name);
      const isTwice = names.has(name);
      names.add(name);
      if (isTwice) return [inObject(application, "metadata.name", "the name of one Application")];
      if (other === undefined) return [];
      const actual = `${key}, as of ${other}`;
      return [
        inObject(application, "spec.source.helm.releaseName", "a release of its own", { actual }),
      ];
    });
  },
});
