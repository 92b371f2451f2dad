import { show, type Finding } from "../finding.ts";
import { inObject } from "../model/in-object.ts";
import { applicationSources } from "../model/application.ts";
import { at, textAt } from "../model/read.ts";
import { ofKind, type Stack } from "../model/stack.ts";
import { levels, withParameters } from "../rule.ts";

export const chartRepositoryAllowed = withParameters<{ repositories: readonly string[] }>({
  name: "chart-repository-allowed",
  family: "images",
  description: "A chart comes from a repository that the configuration or the lock names.",
  reason: "A chart can make anything on the cluster.",
  levels: levels.fromStaging,
  remediation: "Take the chart from a known repository, or add that to the rule's list.",
  references: ["Gatekeeper allowedrepos"],
  scope: "object",
  parameters: {
    repositories: { type: "array", items: { type: "string" }, description: "URLs, to the letter." },
  },
  defaults: ({ config }) => ({
    repositories: [
      ...config.services.map(({ chart }) => chart.repository),
      ...Object.values(config.platform.charts).map(({ repository }) => repository),
    ],
  }),
  check: (stack, { parameters }) => {
    const known = new Set(parameters.repositories.map(bare));
    const isKnown = (url: string | undefined) => url !== undefined && known.has(bare(url));
    const inApplications = applicationSources(stack)
      .filter(({ source }) => !isKnown(textAt(source, "repoURL")))
      .map(({ subject, path, source }) =>
        inObject(subject, `${path}.repoURL`, "a known repository", {
          actual: show(source["repoURL"]),
        }),
      );
    return [...inApplications, ...inReleases(stack, isKnown)];
  },
});

function inReleases(
  stack: Stack,
  isKnown: (url: string | undefined) => boolean,
): readonly Finding[] {
  return ofKind(stack, "helm.sh", "Release").flatMap((subject) => {
    const chart = textAt(subject.object, "chart") ?? "";
    const own = at(subject.object, "repositoryOpts.repo");
    const url = typeof own === "string" ? own : chart.replace(/\/[^/]*$/, "");
    const path = typeof own === "string" ? "repositoryOpts.repo" : "chart";
    return isKnown(url)
      ? []
      : [inObject(subject, path, "of a known repository", { actual: show(url) })];
  });
}

/** Argo CD writes registries without their scheme. */
function bare(url: string): string {
  return url.replace(/^oci:\/\//, "").replace(/\/$/, "");
}
