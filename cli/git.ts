import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, rename, rm, symlink } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";

import { CliError, exitCodes } from "./errors.ts";

const execute = promisify(execFile);

/** Git refused; the message holds its own words. */
export class GitError extends CliError {}

/** A repository and the environment git runs in. */
export interface Repository {
  /** The project's folder; may lie below the repository's root. */
  readonly root: string;
  /** Variables on top of this process's. */
  readonly env?: Readonly<Record<string, string>>;
}

/**
 * Runs git in a folder and returns what it prints, without the last line's end.
 *
 * @throws GitError in git's words.
 */
export async function git(
  folder: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<string> {
  return (await gitExactly({ root: folder, env }, args)).trimEnd();
}

/**
 * The same, byte for byte, with something on standard input when `input` is given.
 *
 * @throws GitError in git's words.
 */
export async function gitExactly(
  { root, env = {} }: Repository,
  args: readonly string[],
  input?: string,
): Promise<string> {
  try {
    const options = { cwd: root, maxBuffer: 1 << 28, env: { ...process.env, ...env } };
    const running = execute("git", [...args], options);
    // A git that ends early closes its input; why, its exit code and words say.
    running.child.stdin?.on("error", () => undefined).end(input);
    return (await running).stdout;
  } catch (error) {
    const said = error instanceof Error && "stderr" in error ? String(error.stderr).trim() : "";
    throw new GitError(
      `git ${args[0] ?? ""}: failed (${said || String(error)}). Run it in ${root} to see why.`,
    );
  }
}

/** Hash of the commit a revision names; undefined when there is no such revision. */
export function commitOf(folder: string, revision: string): Promise<string | undefined> {
  return git(folder, ["rev-parse", "--verify", "--quiet", `${revision}^{commit}`]).catch(
    () => undefined,
  );
}

/**
 * Where the working tree's commit and a revision parted.
 *
 * @throws CliError when there is no such revision, or too little history was fetched.
 */
export async function mergeBase(folder: string, revision: string): Promise<string> {
  const commit = await commitOf(folder, revision);
  if (commit === undefined) {
    throw new CliError(
      `--base: there is no such revision (found "${revision}"). Fetch it: git fetch origin, then name it as origin/<branch>.`,
      exitCodes.badInput,
    );
  }
  try {
    return await git(folder, ["merge-base", commit, "HEAD"]);
  } catch {
    throw new CliError(
      `--base: HEAD and ${revision} have no commit in common here. Fetch the whole history: git fetch --unshallow`,
      exitCodes.badInput,
    );
  }
}

/**
 * The files of a commit in a folder of their own, with the dependencies of the checkout. Kept: a commit
 * never changes.
 *
 * @param kept folder that holds one folder for each commit.
 */
export async function checkoutCommit(root: string, commit: string, kept: string): Promise<string> {
  const folder = join(kept, commit);
  if (existsSync(folder)) return folder;
  await mkdir(kept, { recursive: true });
  const draft = await mkdtemp(join(kept, "writing-"));
  try {
    // By an index of its own: the person's stays as it is.
    const index = { GIT_INDEX_FILE: join(draft, ".index") };
    await git(root, ["read-tree", commit], index);
    await git(root, ["checkout-index", "--all", `--prefix=${draft}/`], index);
    await rm(join(draft, ".index"));
    await symlink(join(root, "node_modules"), join(draft, "node_modules"));
    await rename(draft, folder);
  } catch (error) {
    // Another run may have been quicker.
    if (!existsSync(folder)) throw error;
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
  return folder;
}
