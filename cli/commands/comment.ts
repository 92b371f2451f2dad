import { readFileSync } from "node:fs";

import { CliError, exitCodes } from "../errors.ts";
import { githubFrom } from "../github/api.ts";
import { postSticky, type Posted } from "../github/sticky-comment.ts";

export interface CommentOptions {
  /** Which of our comments on the pull request it is: a plain word. */
  readonly name: string;
  /** Variables of GitHub Actions. @default those of this process */
  readonly environment?: NodeJS.ProcessEnv;
}

/**
 * Writes a file as the one comment of its name on a pull request.
 *
 * @throws CliError when the number or the file is wrong · GithubError when GitHub refuses.
 */
export async function comment(
  pullRequest: string,
  file: string,
  { name, environment = process.env }: CommentOptions,
): Promise<Posted> {
  if (!/^[1-9]\d*$/.test(pullRequest)) {
    throw new CliError(
      `pull request: must be its number (found "${pullRequest}"). It is in the address of its page.`,
      exitCodes.badInput,
    );
  }
  return postSticky(githubFrom(environment), Number(pullRequest), name, contentOf(file));
}

function contentOf(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new CliError(
      `${file}: cannot be read (${String(code)}). Write it first: ./msa preview --output report`,
      exitCodes.badInput,
    );
  }
}
