import type { Delivered, Proposal } from "../delivered/deliver.ts";
import type { PullRequest } from "../delivered/pull-request.ts";
import type { Committed } from "../delivered/commit.ts";
import { diffText } from "../declared/show.ts";
import { statusTable } from "./status-table.ts";

/** What is about to happen: the files' lines that change, and what the engine would do. */
export function proposalText({ files, lines }: Proposal, colour: boolean): string {
  const parts = [
    ...(files.length === 0 ? [] : [diffText(files, colour)]),
    ...(lines.length === 0 ? [] : ["On the cluster:", ...lines.map((line) => `  ${line}`)]),
  ];
  return parts.length === 0 ? "Nothing changes." : parts.join("\n");
}

/** What came of a delivery. */
export function deliveredText(delivered: Delivered, colour: boolean): string {
  const { services, checks, verified, committed } = delivered;
  return [
    statusTable(services, colour),
    ...(committed === undefined ? [] : [committedText(committed)]),
    ...checks.map((check) => `Looked at: ${check}.`),
    "tag" in verified
      ? `Verified: ${verified.tag}`
      : `Not recorded as verified. ${verified.missing}`,
  ].join("\n");
}

export function committedText({ branch, commit, isNew, pushed }: Committed): string {
  if (!isNew) return `Nothing to commit: the branch ${branch} says it already.`;
  return `Committed to ${branch}: ${commit.slice(0, 8)}${pushed ? ", pushed" : ""}.`;
}

/** Where the pull request is, or how it is opened. */
export function pullRequestText({ action, branch, base, url }: PullRequest): string {
  switch (action) {
    case "none":
      return `Nothing to propose: the branch ${base} says it already.`;
    case "opened":
      return `Pull request opened: ${url ?? branch}`;
    case "updated":
      return `Pull request updated: ${url ?? branch}`;
    case "pushed":
      return url === undefined
        ? `Pushed the branch ${branch}. Open a pull request to ${base} where origin is.`
        : `Pushed the branch ${branch}. Open the pull request: ${url}`;
  }
}
