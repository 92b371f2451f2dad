import { readFileSync } from "node:fs";

import { z } from "zod";

import { CliError, exitCodes } from "../errors.ts";
import { githubFrom, type Github } from "../github/api.ts";
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
  const github = githubFrom(environment);
  if (/^[0-9a-f]{40}$/.test(pullRequest)) {
    const number = await numberOf(github, pullRequest);
    return postSticky(github, number, name, contentOf(file));
  }
  if (!/^[1-9]\d*$/.test(pullRequest)) {
    throw new CliError(
      `pull request: must be its number or its newest commit (found "${pullRequest}"). The number is in the address of its page.`,
      exitCodes.badInput,
    );
  }
  return postSticky(github, Number(pullRequest), name, contentOf(file));
}

const pull = z.object({ number: z.number(), head: z.object({ sha: z.string() }) });

/** The open pull request whose newest commit this is: a workflow knows that of a fork by nothing else it may trust. */
async function numberOf(github: Github, commit: string): Promise<number> {
  const open = await github.list("/pulls?state=open", pull);
  const found = open.find(({ head }) => head.sha === commit);
  if (found !== undefined) return found.number;
  throw new CliError(
    `pull request: none that is open ends with this commit (found "${commit}"). It was closed, or has a newer one.`,
  );
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
