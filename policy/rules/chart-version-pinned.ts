import semver from "semver";

import type { PlatformRelease } from "../../config/model.ts";
import { platformReleases } from "../../config/platform-model.ts";
import type { Finding } from "../finding.ts";
import { inObject } from "../model/in-object.ts";
import { textAt } from "../model/read.ts";
import { applicationSources } from "../model/application.ts";
import { ofKind, type Stack } from "../model/stack.ts";
import { nameOf } from "../model/subject.ts";
import { levels, rule } from "../rule.ts";

export const chartVersionPinned = rule({
  name: "chart-version-pinned",
  family: "images",
  description: "An Application names one exact chart version, and a Release that of the lock.",
  reason: "A range changes what runs without a change in Git.",
  levels: levels.fromStaging,
  remediation: "Write one exact version.",
  references: ["Argo CD best practices: ensuring manifests at Git revisions are truly immutable"],
  scope: "object",
  check: (stack) => [...inApplications(stack), ...inReleases(stack)],
});

function inApplications(stack: Stack): readonly Finding[] {
  return applicationSources(stack)
    .filter(({ source }) => textAt(source, "chart") !== undefined)
    .filter(({ source }) => semver.valid(textAt(source, "targetRevision")) === null)
    .map(({ subject, path }) => inObject(subject, `${path}.targetRevision`, "one exact version"));
}

/** The engine has resolved a range before a rule sees the Release; the lock has not. */
function inReleases(stack: Stack): readonly Finding[] {
  return ofKind(stack, "helm.sh", "Release").flatMap((subject) => {
    const name = platformReleases.find((each) => each === nameOf(subject));
    const locked = name === undefined ? undefined : lockedVersion(stack.config, name);
    const found = textAt(subject.object, "version");
    if (locked === undefined) {
      return semver.valid(found) === null
        ? [inObject(subject, "version", "one exact version")]
        : [];
    }
    return found === locked ? [] : [inObject(subject, "version", `${locked} as locked`)];
  });
}

function lockedVersion({ platform }: Stack["config"], release: PlatformRelease): string {
  return platform.charts[release].version;
}
