import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { checkoutCommit, mergeBase } from "../../cli/git.ts";
import { baseRevision, type Branches } from "../../cli/preview/revisions.ts";

const branches: Branches = { development: "develop", staging: "staging", production: "main" };

describe("the base of a preview", () => {
  let folder: string;
  const git = (...args: string[]) =>
    execFileSync("git", ["-c", "user.name=t", "-c", "user.email=t@example.invalid", ...args], {
      cwd: folder,
      encoding: "utf8",
    }).trim();
  const commit = (text: string) => {
    writeFileSync(join(folder, "file"), text);
    git("add", "--all");
    git("commit", "--quiet", "--message", text);
    return git("rev-parse", "HEAD");
  };
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "base-"));
    git("init", "--quiet", "--initial-branch", "main");
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  it("is where the branches parted, so that what others merged since is not shown as undone", async () => {
    const parted = commit("one");
    git("branch", "feature");
    commit("two, by somebody else");
    git("checkout", "--quiet", "feature");
    commit("mine");

    assert.deepEqual(await baseRevision(folder, branches, "main"), {
      name: "main",
      commit: parted,
      environment: "production",
    });
  });

  it("is the environment's branch that is nearest by, on the server before here", async () => {
    commit("one");
    git("checkout", "--quiet", "-b", "develop");
    const develop = commit("two");
    git("update-ref", "refs/remotes/origin/develop", develop);
    git("checkout", "--quiet", "-b", "feature");
    commit("three");
    const { name, commit: found, environment } = await baseRevision(folder, branches, undefined);

    assert.deepEqual([name, found, environment], ["origin/develop", develop, "development"]);
  });

  it("is the last commit where there is no branch of an environment", async () => {
    git("checkout", "--quiet", "-b", "feature");
    const only = commit("one");

    assert.deepEqual(await baseRevision(folder, branches, undefined), {
      name: "HEAD",
      commit: only,
    });
  });

  it("must exist and have history in common", async () => {
    commit("one");
    await assert.rejects(mergeBase(folder, "origin/nowhere"), {
      exitCode: 2,
      message: `--base: there is no such revision (found "origin/nowhere"). Fetch it: git fetch origin, then name it as origin/<branch>.`,
    });
    git("checkout", "--quiet", "--orphan", "island");
    commit("other");
    await assert.rejects(mergeBase(folder, "main"), {
      exitCode: 2,
      message:
        "--base: HEAD and main have no commit in common here. Fetch the whole history: git fetch --unshallow",
    });
  });

  it("is checked out beside, once, and touches neither index nor files", async () => {
    const old = commit("old");
    commit("new");
    writeFileSync(join(folder, "file"), "not committed");
    const kept = join(folder, ".git", "trees");
    const found = await checkoutCommit(folder, old, kept);

    assert.equal(readFileSync(join(found, "file"), "utf8"), "old");
    assert.ok(!existsSync(join(found, ".index")));
    assert.equal(await checkoutCommit(folder, old, kept), found);
    assert.equal(git("status", "--porcelain"), "M file");
  });
});
