import { existsSync, readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import type { Environment } from "../../config/model.ts";
import { writeFiles, type Change, type ChangedFile } from "../declared/change.ts";
import { editedText } from "../declared/edit.ts";
import { CliError, exitCodes } from "../errors.ts";
import { git, gitExactly, type Repository } from "../git.ts";
import { branchOf, type EnvironmentBranch } from "./branch.ts";
import { checkTexts } from "./check-texts.ts";
import { refuseWithoutIdentity } from "./identity.ts";
import { pushBranch } from "./push.ts";

/** What a commit of a change came to. */
export interface Committed {
  readonly branch: string;
  /** Hash of the branch's tip. */
  readonly commit: string;
  /** False: the branch said it already, so there is no new commit. */
  readonly isNew: boolean;
  readonly pushed: boolean;
}

/** A commit that can be made: everything that may be wrong has been looked at. */
export interface PlannedCommit {
  readonly branch: string;
  /** True when the branch is checked out, so the working tree changes with it. */
  readonly isCurrent: boolean;
  /** What the branch's files become; empty when it says it already. */
  readonly files: readonly ChangedFile[];
  make(): Promise<Committed>;
}

export interface CommitOptions {
  /** Also push the branch to origin. */
  readonly push?: boolean;
}

/**
 * Puts a change on the branch of an environment.
 *
 * When that branch is checked out, exactly the change's files are committed, whatever else is staged or
 * changed. Otherwise the commit is made on the branch's tip without a working tree, and nothing here changes.
 *
 * @throws CliError before anything is written when it cannot be done; when a push is refused, the commit stays.
 */
export async function commitChange(
  change: Change,
  environment: Environment,
  repository: Repository,
  options: CommitOptions = {},
): Promise<Committed> {
  return (await planCommit(change, environment, repository, options)).make();
}

/** The same in two steps, so that a verb can refuse before it changes anything. */
export async function planCommit(
  change: Change,
  environment: Environment,
  repository: Repository,
  { push = false }: CommitOptions = {},
): Promise<PlannedCommit> {
  const branch = await branchOf(repository, environment);
  const tip = branch.here ?? branch.onOrigin;
  if (tip === undefined) throw noBranch(branch);
  await refuseWithoutIdentity(repository);
  if (!branch.isCurrent) await refuseCheckedOutElsewhere(repository, branch);
  const files = await changedAt(repository, tip, change);
  await checkTexts(repository, tip, { environment, branch: branch.name, files });
  if (branch.isCurrent) await refuseOtherChanges(repository, tip, change);
  const { name, isCurrent } = branch;
  return {
    branch: name,
    isCurrent,
    files,
    make: async () => {
      const commit = await made(repository, { branch, tip, change, files });
      if (push) await pushBranch(repository, name, commit);
      return { branch: name, commit, isNew: commit !== tip, pushed: push };
    },
  };
}

/** A commit to be made on a tip. */
export interface Making {
  readonly branch: EnvironmentBranch;
  readonly tip: string;
  readonly change: Change;
  readonly files: readonly ChangedFile[];
}

async function made(repository: Repository, making: Making): Promise<string> {
  const { branch, tip, change, files } = making;
  const { root, env } = repository;
  if (files.length === 0) return tip;
  if (branch.isCurrent) {
    writeFiles(
      files.filter(({ file, after }) => textOf(root, file) !== after),
      root,
    );
    const names = files.map(({ file }) => file);
    await git(root, ["commit", "--quiet", "--only", "--message", change.subject, "--", ...names], {
      ...env,
    });
    return git(root, ["rev-parse", "HEAD"], env);
  }
  const commit = await commitOn(repository, tip, { subject: change.subject, files });
  const ref = `refs/heads/${branch.name}`;
  // The old value makes it fail when somebody was quicker; none: the branch is made here.
  const old = branch.here ?? "0".repeat(tip.length);
  await git(root, ["update-ref", "-m", `msa: ${change.subject}`, ref, commit, old], env);
  return commit;
}

/**
 * Makes a commit on another one without a working tree, and returns its hash; no branch points to it yet.
 *
 * @param files with texts as they are at `tip`.
 */
export async function commitOn(
  repository: Repository,
  tip: string,
  { subject, files }: { readonly subject: string; readonly files: readonly ChangedFile[] },
): Promise<string> {
  const { root, env = {} } = repository;
  const folder = await mkdtemp(join(tmpdir(), "msa-commit-"));
  try {
    const index = { ...env, GIT_INDEX_FILE: join(folder, "index") };
    await git(root, ["read-tree", tip], index);
    for (const { file, after } of files) {
      const blob = (await gitExactly(repository, ["hash-object", "-w", "--stdin"], after)).trim();
      const listed = await git(root, ["ls-tree", "--full-name", tip, "--", file], env);
      const [attributes = "", path = ""] = listed.split("\t");
      const line = `${attributes.split(" ")[0] ?? ""} ${blob}\t${path}\n`;
      await gitExactly({ root, env: index }, ["update-index", "--index-info"], line);
    }
    const tree = await git(root, ["write-tree"], index);
    const signed = await git(root, ["config", "--type=bool", "commit.gpgSign"], env).catch(
      () => "false",
    );
    const sign = signed === "true" ? ["-S"] : [];
    return await git(root, ["commit-tree", ...sign, "-p", tip, "-m", subject, tree], env);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** What a change makes of the files of a commit; only those that become different. */
export async function changedAt(
  repository: Repository,
  commit: string,
  change: Change,
): Promise<ChangedFile[]> {
  const files = await Promise.all(
    change.files.map(async ({ file, edits }) => {
      const before = await gitExactly(repository, ["show", `${commit}:./${file}`]);
      return { file, before, after: editedText(file, before, edits) };
    }),
  );
  return files.filter(({ before, after }) => before !== after);
}

function textOf(root: string, file: string): string {
  const path = join(root, file);
  return existsSync(path) ? readFileSync(path, "utf8") : "";
}

/** The person's own changes in the same files would go into the commit. */
async function refuseOtherChanges(
  repository: Repository,
  tip: string,
  change: Change,
): Promise<void> {
  for (const { file, edits } of change.files) {
    const committed = await gitExactly(repository, ["show", `${tip}:./${file}`]);
    const wanted = editedText(file, committed, edits);
    const staged = await gitExactly(repository, ["show", `:./${file}`]).catch(() => "");
    const texts = [textOf(repository.root, file), staged];
    if (texts.every((text) => text === committed || text === wanted)) continue;
    throw new CliError(
      `${file}: has other changes that are not committed. Commit or undo those first ` +
        `(git diff HEAD -- ${file}), or leave --commit out.`,
      exitCodes.badInput,
    );
  }
}

/** Git itself would not move a branch under somebody's feet either. */
async function refuseCheckedOutElsewhere(
  { root, env }: Repository,
  { name }: EnvironmentBranch,
): Promise<void> {
  const ref = `refs/heads/${name}`;
  const place = await git(root, ["for-each-ref", "--format=%(worktreepath)", ref], env);
  if (place === "") return;
  throw new CliError(
    `${name}: is checked out in another working tree (found ${place}). Run the command there.`,
    exitCodes.badInput,
  );
}

function noBranch({ environment, name }: EnvironmentBranch): CliError {
  return new CliError(
    `--commit: there is no branch ${name}, which ${environment} follows (found none here, none on origin). ` +
      `Make it: git branch ${name}, or fetch it: git fetch origin ${name}`,
    exitCodes.badInput,
  );
}
