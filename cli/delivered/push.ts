import { CliError } from "../errors.ts";
import { git, GitError, type Repository } from "../git.ts";

/**
 * Pushes a commit to a branch of origin. Nothing here is undone when that is refused.
 *
 * @throws CliError that says how to go on from where things are.
 */
export async function pushBranch(
  { root, env }: Repository,
  branch: string,
  commit: string,
): Promise<void> {
  try {
    await git(root, ["push", "--quiet", "origin", `${commit}:refs/heads/${branch}`], env);
  } catch (error) {
    if (!(error instanceof GitError)) throw error;
    throw refused(error, branch, commit);
  }
}

/** Pushes a tag to origin. */
export async function pushTag({ root, env }: Repository, tag: string): Promise<void> {
  const ref = `refs/tags/${tag}`;
  try {
    await git(root, ["push", "--quiet", "origin", `${ref}:${ref}`], env);
  } catch (error) {
    if (!(error instanceof GitError)) throw error;
    throw new CliError(
      `origin: the tag ${tag} was not taken (${reasonOf(error)}). It is here; push it again: git push origin ${tag}`,
    );
  }
}

function refused(error: GitError, branch: string, commit: string): CliError {
  const start = `origin: did not take the push of ${branch} (${reasonOf(error)}). Commit ${commit.slice(0, 8)} is here on ${branch}.`;
  const isBehind = /\((fetch first|non-fast-forward)\)/.test(error.message);
  return new CliError(
    isBehind
      ? `${start} Somebody pushed before: git switch ${branch}, git pull --rebase origin ${branch}, git push origin ${branch}`
      : `${start} Push it when that is cleared up: git push origin ${branch}`,
  );
}

/** The line of git's that says why. */
function reasonOf({ message }: GitError): string {
  const lines = /failed \((.*)\)\. Run it in /s.exec(message)?.[1]?.split("\n") ?? [];
  const line = lines.find((each) => /rejected|fatal|denied/.test(each)) ?? lines[0] ?? message;
  return line.trim().replace(/\s+/g, " ");
}
