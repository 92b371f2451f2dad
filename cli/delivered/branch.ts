import type { Environment } from "../../config/model.ts";
import { commitOf, git, GitError, type Repository } from "../git.ts";
import { branchesOf } from "../preview/branches.ts";

/** The branch of an environment, as this repository has it. */
export interface EnvironmentBranch {
  readonly environment: Environment;
  /** Such as `develop`. */
  readonly name: string;
  /** True when it is the one that is checked out. */
  readonly isCurrent: boolean;
  /** Commit of the branch here; absent when there is none here. */
  readonly here?: string;
  /** Commit of `origin/<name>` as it was last fetched. */
  readonly onOrigin?: string;
}

/** Where the declared state of an environment is read: the working tree, or a commit. */
export type DeclaredAt = "working tree" | { readonly commit: string };

/** One of these is the main branch of a repository; a stack file that names one means it. */
const mainBranches: readonly string[] = ["main", "master"];

/**
 * Finds the branch of an environment: the one its stack file names; of main and master, whichever there is.
 *
 * @throws GitError when the folder is in no repository.
 */
export async function branchOf(
  { root, env }: Repository,
  environment: Environment,
): Promise<EnvironmentBranch> {
  await git(root, ["rev-parse", "--git-dir"], env);
  const current = await git(root, ["symbolic-ref", "--quiet", "--short", "HEAD"], env).catch(
    detached,
  );
  const named = branchesOf(root)[environment];
  const names = mainBranches.includes(named) ? [...new Set([named, ...mainBranches])] : [named];
  const found = await Promise.all(
    names.map(async (name) => {
      const here = await commitOf(root, `refs/heads/${name}`);
      const onOrigin = await commitOf(root, `refs/remotes/origin/${name}`);
      const isCurrent = name === current;
      const commits = { ...(here && { here }), ...(onOrigin && { onOrigin }) };
      return { environment, name, isCurrent, ...commits };
    }),
  );
  const [first = { environment, name: named, isCurrent: false }] = found;
  const matches = [
    found.find(({ isCurrent }) => isCurrent),
    found.find(({ here }) => here !== undefined),
    found.find(({ onOrigin }) => onOrigin !== undefined),
  ];
  return matches.find((each) => each !== undefined) ?? first;
}

function detached(error: unknown): undefined {
  if (!(error instanceof GitError)) throw error;
  return undefined;
}

/**
 * Where an environment's state stands: in the working tree when its branch is checked out or there is
 * none; else in the newer of the branch here and on origin.
 */
export async function declaredAt(
  { root, env }: Repository,
  { isCurrent, here, onOrigin }: EnvironmentBranch,
): Promise<DeclaredAt> {
  const commit = here ?? onOrigin;
  if (isCurrent || commit === undefined) return "working tree";
  if (here === undefined || onOrigin === undefined) return { commit };
  const isBehind = await git(root, ["merge-base", "--is-ancestor", here, onOrigin], env).then(
    () => true,
    () => false,
  );
  return { commit: isBehind ? onOrigin : here };
}
