import { inObject } from "../model/in-object.ts";
import { applicationSources } from "../model/application.ts";
import { at } from "../model/read.ts";
import { levels, withParameters } from "../rule.ts";
import { show } from "../finding.ts";

const commit = /^[0-9a-f]{40}$/;

export const revisionMatchesEnvironment = withParameters<{ revisions: readonly string[] }>({
  name: "revision-matches-environment",
  family: "argo-cd",
  description:
    "An Application that follows Git follows the branch of its environment, or one commit.",
  reason: "Another environment's branch deploys what was never meant for this one.",
  levels: levels.always,
  remediation: "Set targetRevision to the environment's branch or a commit.",
  references: ["Argo CD best practices"],
  scope: "object",
  parameters: {
    revisions: {
      type: "array",
      items: { type: "string" },
      description: "Branches and tags allowed.",
    },
  },
  defaults: ({ config }) => ({ revisions: [config.branch] }),
  check: (stack, { parameters: { revisions } }) =>
    applicationSources(stack)
      // A chart's revision is a version, which chart-version-pinned looks at.
      .filter(({ source }) => source["chart"] === undefined)
      .flatMap(({ subject, path, source }) => {
        const found = at(source, "targetRevision");
        const isRight =
          typeof found === "string" && (revisions.includes(found) || commit.test(found));
        if (isRight) return [];
        const expected = `${revisions.join(", ")} or a commit`;
        return [inObject(subject, `${path}.targetRevision`, expected, { actual: show(found) })];
      }),
});
