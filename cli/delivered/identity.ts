import { CliError, exitCodes } from "../errors.ts";
import { git, GitError, type Repository } from "../git.ts";

/**
 * Stops where git would: it makes no commit and no annotated tag of nobody.
 *
 * @throws CliError that says how git learns who this is.
 */
export async function refuseWithoutIdentity({ root, env }: Repository): Promise<void> {
  try {
    await git(root, ["var", "GIT_COMMITTER_IDENT"], env);
    await git(root, ["var", "GIT_AUTHOR_IDENT"], env);
  } catch (error) {
    if (!(error instanceof GitError)) throw error;
    const why = /fatal: ([^\n)]+)/.exec(error.message)?.[1] ?? "it does not say why";
    throw new CliError(
      `git: does not know who you are (${why}). ` +
        'Tell it: git config user.name "<your name>" and git config user.email <your address>',
      exitCodes.badInput,
    );
  }
}

/** The person's name as git knows it; else that of the account. */
export async function nameOfPerson({ root, env }: Repository): Promise<string> {
  const name = await git(root, ["config", "user.name"], env).catch(() => "");
  return name || (process.env.GITHUB_ACTOR ?? process.env.USER ?? "unknown");
}
