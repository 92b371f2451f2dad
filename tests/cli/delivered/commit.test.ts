import assert from "node:assert/strict";
import { chmodSync, existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { commitChange } from "../../../cli/delivered/commit.ts";
import type { Change } from "../../../cli/declared/change.ts";
import { makeRepository, withVersion, type ProjectRepository } from "./project-repository.ts";

const file = "Pulumi.staging.yaml";

function versionOf(service: string, version: string): Change {
  const path = ["config", "msa:services", service, "version"];
  return {
    subject: `Deploy ${service} ${version} to staging`,
    files: [{ file, edits: [{ path, value: version }] }],
  };
}

const change = versionOf("user-service", "1.4.2");
const line = "user-service: { version: 1.4.2 }";

describe("a change committed to an environment's branch", () => {
  let repository: ProjectRepository;
  beforeEach(() => {
    repository = makeRepository();
  });
  afterEach(() => {
    repository.remove();
  });
  const commit = (push = false, which = change) =>
    commitChange(which, "staging", repository, { push });
  const subject = (ref: string) => repository.git("log", "-1", "--format=%s", ref);
  const refs = () => repository.git("for-each-ref", "--format=%(refname) %(objectname)");

  describe("that is checked out", () => {
    beforeEach(() => {
      repository.git("switch", "--quiet", "--create", "staging", "origin/staging");
    });

    it("writes the file and commits it", async () => {
      const { branch, commit: made, isNew, pushed } = await commit();
      assert.deepEqual([branch, isNew, pushed], ["staging", true, false]);
      assert.equal(repository.git("rev-parse", "staging"), made);
      assert.equal(subject("staging"), "Deploy user-service 1.4.2 to staging");
      assert.ok(repository.read(file).includes(line));
      assert.deepEqual(repository.status(), []);
    });

    it("takes nothing else along, staged or not", async () => {
      repository.edit("Pulumi.yaml", "team: identity", "team: accounts");
      repository.git("add", "Pulumi.yaml");
      repository.edit("Pulumi.production.yaml", "replicas: 3", "replicas: 4");
      await commit();
      assert.equal(repository.git("show", "--name-only", "--format=", "HEAD"), file);
      assert.deepEqual(repository.status(), [" M Pulumi.production.yaml", "M  Pulumi.yaml"]);
    });

    it("takes the change that a verb has written already", async () => {
      repository.edit(file, ...withVersion("user-service", "1.0.0", "1.4.2"));
      await commit();
      assert.deepEqual(repository.status(), []);
      assert.equal(subject("staging"), "Deploy user-service 1.4.2 to staging");
    });

    it("refuses while the file has other changes, and changes nothing", async () => {
      repository.edit(file, "replicas: 2", "replicas: 3");
      const before = [refs(), repository.status(), repository.read(file)];
      await assert.rejects(commit(), {
        exitCode: 2,
        message:
          "Pulumi.staging.yaml: has other changes that are not committed. Commit or undo those first " +
          "(git diff HEAD -- Pulumi.staging.yaml), or leave --commit out.",
      });
      assert.deepEqual([refs(), repository.status(), repository.read(file)], before);
    });

    it("refuses while something else of the file is staged", async () => {
      repository.edit(file, "replicas: 2", "replicas: 3");
      repository.git("add", file);
      repository.edit(file, "replicas: 3", "replicas: 2");
      await assert.rejects(commit(), { exitCode: 2 });
    });

    it("makes no commit when the branch says it already", async () => {
      const { commit: first } = await commit();
      const { commit: second, isNew } = await commit();
      assert.deepEqual([second, isNew], [first, false]);
    });

    it("obeys the repository's hooks, in git's words", async () => {
      mkdirSync(join(repository.root, ".git", "hooks"), { recursive: true });
      const hook = join(repository.root, ".git", "hooks", "pre-commit");
      writeFileSync(hook, "#!/bin/sh\necho not on a Friday >&2\nexit 1\n");
      chmodSync(hook, 0o755);
      await assert.rejects(commit(), /^Error: git commit: failed \(not on a Friday\)\./);
    });

    it("works where the project is a folder of the repository", async () => {
      repository.remove();
      repository = makeRepository("platform/msa");
      repository.git("switch", "--quiet", "--create", "staging", "origin/staging");
      await commit();
      assert.equal(
        repository.git("show", "--name-only", "--format=", "HEAD"),
        "platform/msa/Pulumi.staging.yaml",
      );
    });
  });

  describe("that is not checked out", () => {
    it("is made on the branch's tip, and the working tree stays as it is", async () => {
      repository.git("branch", "--quiet", "staging", "origin/staging");
      repository.edit(file, "replicas: 2", "replicas: 3");
      const tip = repository.git("rev-parse", "staging");
      const main = repository.git("rev-parse", "main");
      const { commit: made } = await commit();
      assert.equal(repository.git("rev-parse", "staging^"), tip);
      assert.equal(repository.git("rev-parse", "staging"), made);
      assert.equal(repository.git("rev-parse", "HEAD"), main);
      assert.equal(repository.git("diff", "--name-only", "main", "staging"), file);
      assert.ok(repository.git("show", `staging:${file}`).includes(line));
      assert.deepEqual(repository.status(), [` M ${file}`]);
      assert.ok(repository.read(file).includes("user-service: { version: 1.0.0 }"));
    });

    it("makes the branch here when only origin has it", async () => {
      await commit();
      assert.equal(
        repository.git("rev-parse", "staging^"),
        repository.git("rev-parse", "origin/staging"),
      );
    });

    it("works where the project is a folder of the repository", async () => {
      repository.remove();
      repository = makeRepository("platform/msa");
      await commit();
      assert.equal(
        repository.git("show", "--name-only", "--format=", "staging"),
        "platform/msa/Pulumi.staging.yaml",
      );
    });

    it("keeps an executable file executable and other files untouched", async () => {
      repository.git("switch", "--quiet", "--create", "staging", "origin/staging");
      chmodSync(join(repository.root, file), 0o755);
      repository.git("add", file);
      repository.git("commit", "--quiet", "--message", "Executable");
      repository.git("switch", "--quiet", "main");
      await commit();
      assert.match(repository.git("ls-tree", "staging", file), /^100755 /);
    });

    it("refuses what would be wrong there, though it is right here", async () => {
      repository.git("switch", "--quiet", "--create", "staging", "origin/staging");
      repository.edit("Pulumi.yaml", /\n {6}notification-service:[\s\S]*$/, "\n");
      repository.edit("Pulumi.yaml", ", notification-service]", "]");
      repository.edit(file, "    notification-service: { version: 1.0.0 }\n", "");
      repository.edit(
        "Pulumi.development.yaml",
        "    notification-service: { version: 1.0.0 }\n",
        "",
      );
      repository.edit(
        "Pulumi.production.yaml",
        "    notification-service: { version: 1.0.0 }\n",
        "",
      );
      repository.commit("Drop a service");
      repository.git("switch", "--quiet", "main");
      const before = refs();
      await assert.rejects(
        commit(false, versionOf("notification-service", "2.0.0")),
        (error: Error) =>
          error.message.startsWith(
            "On branch staging, Pulumi.staging.yaml has 1 problem:\n  services.notification-service: ",
          ),
      );
      assert.equal(refs(), before);
    });

    it("is refused while another working tree has the branch", async () => {
      const other = join(repository.home, "other");
      repository.git("worktree", "add", "--quiet", "-b", "staging", other, "origin/staging");
      await assert.rejects(commit(), {
        exitCode: 2,
        message: `staging: is checked out in another working tree (found ${other}). Run the command there.`,
      });
    });

    it("leaves no index of its own behind", async () => {
      await commit();
      assert.equal(existsSync(join(repository.root, ".git", "index.lock")), false);
      assert.deepEqual(repository.status(), []);
    });
  });

  it("goes to master where production has no main", async () => {
    repository.git("branch", "--move", "main", "master");
    repository.git("update-ref", "-d", "refs/remotes/origin/main");
    const path = ["config", "msa:services", "user-service", "version"];
    const files = [{ file: "Pulumi.production.yaml", edits: [{ path, value: "1.4.2" }] }];
    const { branch } = await commitChange({ subject: "Deploy", files }, "production", repository);
    assert.equal(branch, "master");
  });

  it("is pushed when asked", async () => {
    const { commit: made, pushed } = await commit(true);
    assert.equal(pushed, true);
    assert.match(
      repository.git("ls-remote", "origin", "refs/heads/staging"),
      new RegExp(`^${made}`),
    );
  });

  it("stays here when the push is refused, and says how to go on", async () => {
    repository.git("switch", "--quiet", "--create", "theirs", "origin/staging");
    repository.commit("Somebody was quicker");
    repository.git("push", "--quiet", "origin", "theirs:staging");
    repository.git("update-ref", "refs/remotes/origin/staging", "main");
    repository.git("switch", "--quiet", "main");
    await assert.rejects(commit(true), (error: Error) => {
      const made = repository.git("rev-parse", "--short=8", "staging");
      assert.equal(
        error.message,
        `origin: did not take the push of staging (! [rejected] ${repository.git("rev-parse", "staging")} -> staging (non-fast-forward)). ` +
          `Commit ${made} is here on staging. Somebody pushed before: ` +
          "git switch staging, git pull --rebase origin staging, git push origin staging",
      );
      return true;
    });
    assert.equal(subject("staging"), change.subject);
  });

  it("needs a branch", async () => {
    repository.git("update-ref", "-d", "refs/remotes/origin/staging");
    await assert.rejects(commit(), {
      exitCode: 2,
      message:
        "--commit: there is no branch staging, which staging follows (found none here, none on origin). " +
        "Make it: git branch staging, or fetch it: git fetch origin staging",
    });
  });
});
