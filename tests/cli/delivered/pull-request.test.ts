import assert from "node:assert/strict";

import { openPullRequest } from "../../../cli/delivered/pull-request.ts";
import { originOf } from "../../../cli/delivered/origin.ts";
import { startPulls, type FakePulls } from "./fake-pulls.ts";
import { makeRepository, type ProjectRepository } from "./project-repository.ts";

const file = "Pulumi.staging.yaml";
const path = ["config", "msa:services", "user-service", "version"];
const change = {
  subject: "Deploy user-service 1.4.2 to staging",
  files: [{ file, edits: [{ path, value: "1.4.2" }] }],
};

describe("a pull request to an environment's branch", () => {
  let repository: ProjectRepository;
  beforeEach(() => {
    repository = makeRepository();
  });
  afterEach(() => {
    repository.remove();
  });
  const open = (variables: NodeJS.ProcessEnv = {}) =>
    openPullRequest(change, "staging", repository, { verb: "deploy", body: "Why.", variables });
  const heads = () => repository.git("ls-remote", "--heads", "origin").split("\n").length;

  it("has a pushed branch with the change alone, on origin's tip, and nothing changes here", async () => {
    repository.git("switch", "--quiet", "--create", "theirs", "origin/staging");
    repository.commit("Somebody else's");
    repository.git("push", "--quiet", "origin", "theirs:staging");
    repository.git("update-ref", "refs/remotes/origin/staging", "main");
    repository.git("switch", "--quiet", "main");
    const before = repository.git("for-each-ref", "refs/heads");
    const { action, branch, base } = await open();
    assert.deepEqual([action, base], ["pushed", "staging"]);
    assert.match(branch, /^msa\/deploy-staging-[0-9a-f]{8}$/);
    assert.equal(repository.git("for-each-ref", "refs/heads"), before);
    assert.equal(repository.git("status", "--porcelain"), "");
    repository.git("fetch", "--quiet", "origin");
    assert.equal(
      repository.git("log", "--format=%s", `origin/${branch}`),
      "Deploy user-service 1.4.2 to staging\nSomebody else's\nBegin",
    );
    assert.equal(repository.git("diff", "--name-only", "origin/staging", `origin/${branch}`), file);
  });

  it("is the same branch when it is asked for again, also on a newer tip", async () => {
    const { branch } = await open();
    repository.git("switch", "--quiet", "--create", "theirs", "origin/staging");
    repository.commit("Somebody else's");
    repository.git("push", "--quiet", "origin", "theirs:staging");
    repository.git("switch", "--quiet", "main");
    assert.equal((await open()).branch, branch);
    assert.equal(heads(), 4);
    repository.git("fetch", "--quiet", "origin");
    assert.equal(repository.git("rev-list", "--count", `origin/staging..origin/${branch}`), "1");
  });

  it("has the address to open it at when there is no token", async () => {
    const { action, url, branch } = await open({ GITHUB_REPOSITORY: "acme/shop" });
    assert.deepEqual(
      [action, url],
      ["pushed", `https://github.com/acme/shop/compare/staging...${branch}?expand=1`],
    );
  });

  it("is not made when the branch says it already", async () => {
    repository.git("switch", "--quiet", "--create", "work", "origin/staging");
    repository.edit(file, "user-service: { version: 1.0.0 }", "user-service: { version: 1.4.2 }");
    repository.commit("Done before");
    repository.git("push", "--quiet", "origin", "work:staging");
    assert.equal((await open()).action, "none");
    assert.equal(heads(), 3);
  });

  it("says why when origin does not take the branch", async () => {
    repository.git("remote", "set-url", "origin", "/nowhere/at-all");
    await assert.rejects(open(), (error: Error) => {
      assert.match(
        error.message,
        /^origin: did not take the branch msa\/deploy-staging-[0-9a-f]{8}\. git ls-remote: failed \(fatal: '\/nowhere\/at-all' does not appear to be a git repository/,
      );
      assert.match(
        error.message,
        /Nothing here was changed; run the command again when that is cleared up\.$/,
      );
      return true;
    });
  });

  describe("on GitHub", () => {
    let server: FakePulls;
    beforeEach(async () => {
      server = await startPulls();
    });
    afterEach(() => server.stop());
    const variables = () => ({
      GITHUB_TOKEN: "t",
      GITHUB_REPOSITORY: "acme/shop",
      GITHUB_API_URL: server.url,
    });

    it("is opened with the change's subject as its title", async () => {
      const { action, url, branch } = await open(variables());
      assert.deepEqual([action, url], ["opened", "https://github.example/1"]);
      assert.deepEqual(
        server.pulls.map(({ title, head }) => [title, head.ref]),
        [["Deploy user-service 1.4.2 to staging", branch]],
      );
    });

    it("is updated when one of the branch is open", async () => {
      await open(variables());
      server.pulls.forEach((each) => (each.title = "changed by hand"));
      const { action, url } = await open(variables());
      assert.deepEqual([action, url], ["updated", "https://github.example/1"]);
      assert.deepEqual(
        server.pulls.map(({ title }) => title),
        [change.subject],
      );
    });
  });
});

describe("the repository that origin is", () => {
  let repository: ProjectRepository;
  beforeEach(() => {
    repository = makeRepository();
  });
  afterEach(() => {
    repository.remove();
  });

  for (const address of [
    "git@github.com:acme/shop.git",
    "ssh://git@github.com/acme/shop",
    "https://github.com/acme/shop.git",
    "https://token@github.com/acme/shop/",
  ]) {
    it(`is read from ${address}`, async () => {
      repository.git("remote", "set-url", "origin", address);
      assert.deepEqual(await originOf(repository, {}), {
        server: "https://github.com",
        api: "https://api.github.com",
        repository: "acme/shop",
      });
    });
  }

  it("has an API of its own on an Enterprise server", async () => {
    repository.git("remote", "set-url", "origin", "git@git.example.org:acme/shop.git");
    assert.deepEqual(await originOf(repository, {}), {
      server: "https://git.example.org",
      api: "https://git.example.org/api/v3",
      repository: "acme/shop",
    });
  });

  it("is none for a folder", async () => {
    assert.equal(await originOf(repository, {}), undefined);
  });
});
