import { createHash } from "node:crypto";

import { z } from "zod";

import type { Environment } from "../../config/model.ts";
import type { Change, ChangedFile } from "../declared/change.ts";
import { CliError, exitCodes } from "../errors.ts";
import { connectGithub, type Github } from "../github/api.ts";
import { commitOf, git, GitError, type Repository } from "../git.ts";
import { branchOf } from "./branch.ts";
import { checkTexts } from "./check-texts.ts";
import { changedAt, commitOn } from "./commit.ts";
import { refuseWithoutIdentity } from "./identity.ts";
import { originOf, type Origin } from "./origin.ts";

/** A pull request, or the way to one. */
export interface PullRequest {
  /** `none`: the branch of the environment says it already · `pushed`: nobody to open it as. */
  readonly action: "opened" | "updated" | "pushed" | "none";
  /** Branch that holds the change. */
  readonly branch: string;
  /** Branch it is to go to. */
  readonly base: string;
  /** Where it is, or where it can be opened; absent when origin is no GitHub. */
  readonly url?: string;
}

export interface PullRequestOptions {
  /** Verb that makes the change; part of the branch's name. */
  readonly verb: string;
  /** What the pull request says, in Markdown. */
  readonly body: string;
  /** Variables of the process: GITHUB_TOKEN and what GitHub Actions sets. @default the process's own */
  readonly variables?: NodeJS.ProcessEnv;
}

/** A pull request that can be made: everything that may be wrong here has been looked at. */
export interface PlannedPullRequest {
  readonly branch: string;
  readonly base: string;
  /** What the base branch's files become; empty when it says it already. */
  readonly files: readonly ChangedFile[];
  make(): Promise<PullRequest>;
}

/**
 * Proposes a change to the branch of an environment: pushes a branch with it, named after the change
 * itself, and opens a pull request, or updates the one that is open. Nothing here changes.
 *
 * @throws CliError when there is no such branch, the change is wrong there, or origin refuses.
 */
export async function openPullRequest(
  change: Change,
  environment: Environment,
  repository: Repository,
  options: PullRequestOptions,
): Promise<PullRequest> {
  return (await planPullRequest(change, environment, repository, options)).make();
}

/** The same in two steps, so that a person can look at it first. */
export async function planPullRequest(
  change: Change,
  environment: Environment,
  repository: Repository,
  options: PullRequestOptions,
): Promise<PlannedPullRequest> {
  const { base, tip } = await targetOf(repository, environment);
  const branch = `msa/${options.verb}-${environment}-${digestOf(change)}`;
  const files = await changedAt(repository, tip, change);
  if (files.length > 0) {
    await refuseWithoutIdentity(repository);
    await checkTexts(repository, tip, { environment, branch: base, files });
  }
  return {
    branch,
    base,
    files,
    make: async () => {
      if (files.length === 0) return { action: "none", branch, base };
      const commit = await commitOn(repository, tip, { subject: change.subject, files });
      await push(repository, branch, commit);
      const text = { title: change.subject, body: options.body };
      return { branch, base, ...(await opened(repository, { branch, base, text }, options)) };
    },
  };
}

async function opened(
  repository: Repository,
  sending: Sending,
  { variables = process.env }: PullRequestOptions,
): Promise<Pick<PullRequest, "action" | "url">> {
  const origin = await originOf(repository, variables);
  if (origin === undefined) return { action: "pushed" };
  const token = variables.GITHUB_TOKEN ?? "";
  const { base, branch } = sending;
  if (token === "") return { action: "pushed", url: urlToOpen(origin, base, branch) };
  const github = connectGithub({ url: origin.api, token, repository: origin.repository });
  return sent(github, sending);
}

/** The environment's branch as it is on origin now; without one there, as it is here. */
async function targetOf(repository: Repository, environment: Environment) {
  const { root, env } = repository;
  const before = await branchOf(repository, environment);
  await git(root, ["fetch", "--quiet", "origin", before.name], env).catch(notThere);
  const { name, here, onOrigin } = await branchOf(repository, environment);
  const tip = onOrigin ?? here;
  if (tip !== undefined) return { base: name, tip };
  throw new CliError(
    `--pr: there is no branch ${name}, which ${environment} follows (found none on origin, none here). ` +
      `Make it: git push origin HEAD:${name}`,
    exitCodes.badInput,
  );
}

/** A branch that origin does not have yet is not fetched; anything else the push will say. */
function notThere(error: unknown): void {
  if (!(error instanceof GitError)) throw error;
}

/** The same change has the same branch, so running a command again makes no second pull request. */
function digestOf({ subject, files }: Change): string {
  return createHash("sha256").update(JSON.stringify({ subject, files })).digest("hex").slice(0, 8);
}

async function push({ root, env }: Repository, branch: string, commit: string): Promise<void> {
  const ref = `refs/heads/${branch}`;
  try {
    const listed = await git(root, ["ls-remote", "origin", ref], env);
    const there = listed.split("\t")[0] ?? "";
    if (there !== "" && (await isSame({ root, ...(env && { env }) }, there, commit))) return;
    // The branch is ours, by its name; what it held is replaced unless it changes in between.
    const lease = `--force-with-lease=${ref}:${there}`;
    await git(root, ["push", "--quiet", lease, "origin", `${commit}:${ref}`], env);
  } catch (error) {
    if (!(error instanceof GitError)) throw error;
    throw new CliError(
      `origin: did not take the branch ${branch}. ${error.message.replace(/ Run it in .*$/s, "")} ` +
        "Nothing here was changed; run the command again when that is cleared up.",
    );
  }
}

/** True when a commit changes the same from the same. */
async function isSame(repository: Repository, there: string, commit: string): Promise<boolean> {
  const { root, env } = repository;
  if ((await commitOf(root, there)) === undefined) return false;
  const of = (one: string) => git(root, ["rev-parse", `${one}^{tree}`, `${one}^`], env);
  return (await of(there)) === (await of(commit));
}

const pull = z.object({ number: z.number(), html_url: z.string() });

interface Sending {
  readonly branch: string;
  readonly base: string;
  readonly text: { readonly title: string; readonly body: string };
}

async function sent(
  github: Github,
  { branch, base, text }: Sending,
): Promise<Pick<PullRequest, "action" | "url">> {
  const open = await github.list(
    `/pulls?state=open&base=${encodeURIComponent(base)}`,
    pullWithHead,
  );
  const known = open.find(({ head }) => head.ref === branch);
  if (known !== undefined) {
    const { html_url: url } = await github.send(
      "PATCH",
      `/pulls/${String(known.number)}`,
      text,
      pull,
    );
    return { action: "updated", url };
  }
  const { html_url: url } = await github.send(
    "POST",
    "/pulls",
    { ...text, head: branch, base },
    pull,
  );
  return { action: "opened", url };
}

const pullWithHead = z.object({ number: z.number(), head: z.object({ ref: z.string() }) });

/** GitHub's page with everything filled in. */
function urlToOpen({ server, repository }: Origin, base: string, branch: string): string {
  return `${server}/${repository}/compare/${base}...${branch}?expand=1`;
}
