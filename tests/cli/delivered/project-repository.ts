import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import type { Repository } from "../../../cli/git.ts";
import { root } from "../../support/tools.ts";

/** A repository with the project's four configuration files, and a bare one that is its origin. */
export interface ProjectRepository extends Repository {
  /** Folder that holds both; nothing of the person's own git settings is seen there. */
  readonly home: string;
  readonly env: Readonly<Record<string, string>>;
  git(...args: string[]): string;
  /** Lines of `git status --porcelain`. */
  status(): string[];
  read(file: string): string;
  /** Replaces text that must be there. */
  edit(file: string, from: string | RegExp, to: string): void;
  /** Commits everything, at a moment when one is given; returns the hash. */
  commit(subject: string, time?: string): string;
  remove(): void;
}

const files = ["Pulumi.yaml", ...["development", "staging", "production"].map(stackFile)];

function stackFile(environment: string): string {
  return `Pulumi.${environment}.yaml`;
}

/**
 * Makes it with one commit on `main`; `origin` has main, staging and develop, here only main is.
 *
 * @param below folder of the project in the repository. @default its root
 */
export function makeRepository(below = ""): ProjectRepository {
  const home = mkdtempSync(join(tmpdir(), "delivered-"));
  const top = join(home, "clone");
  const folder = join(top, below);
  mkdirSync(folder, { recursive: true });
  for (const file of files) cpSync(join(root, file), join(folder, file));
  const env = {
    HOME: home,
    GIT_CONFIG_GLOBAL: join(home, "gitconfig"),
    GIT_CONFIG_SYSTEM: "/dev/null",
  };
  writeFileSync(env.GIT_CONFIG_GLOBAL, "[user]\n\tname = Ann\n\temail = ann@example.invalid\n");
  const run = (cwd: string, args: readonly string[], more: Record<string, string> = {}) =>
    execFileSync("git", [...args], {
      cwd,
      env: { ...process.env, ...env, ...more },
      encoding: "utf8",
      stdio: ["ignore", "pipe", "pipe"],
    }).trimEnd();
  const commit = (subject: string, time?: string) => {
    const dates: Record<string, string> =
      time === undefined ? {} : { GIT_AUTHOR_DATE: time, GIT_COMMITTER_DATE: time };
    run(folder, ["add", "--all"]);
    run(folder, ["commit", "--quiet", "--allow-empty", "--message", subject], dates);
    return run(folder, ["rev-parse", "HEAD"]);
  };
  const read = (file: string) => readFileSync(join(folder, file), "utf8");
  run(top, ["init", "--quiet", "--initial-branch", "main"]);
  run(home, ["init", "--quiet", "--bare", "--initial-branch", "main", "origin.git"]);
  commit("Begin", "2026-01-01T00:00:00Z");
  run(folder, ["remote", "add", "origin", join(home, "origin.git")]);
  run(folder, ["push", "--quiet", "origin", "main", "main:staging", "main:develop"]);
  run(folder, ["fetch", "--quiet", "origin"]);
  return {
    home,
    root: folder,
    env,
    git: (...args) => run(folder, args),
    status: () =>
      run(folder, ["status", "--porcelain"])
        .split("\n")
        .filter((line) => line !== ""),
    read,
    edit: (file, from, to) => {
      const before = read(file);
      const after = before.replace(from, to);
      if (after === before) throw new Error(`${file}: nothing there matches ${String(from)}`);
      writeFileSync(join(folder, file), after);
    },
    commit,
    remove: () => {
      rmSync(home, { recursive: true, force: true });
    },
  };
}

/** The entry of a service in the stack files as they are, with another version. */
export function withVersion(service: string, from: string, to: string): [string, string] {
  return [`${service}: { version: ${from} }`, `${service}: { version: ${to} }`];
}
