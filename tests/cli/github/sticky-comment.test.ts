import assert from "node:assert/strict";

import { connectGithub, githubFrom, GithubError } from "../../../cli/github/api.ts";
import { postSticky } from "../../../cli/github/sticky-comment.ts";
import { closeSticky, openSticky } from "../../../cli/github/sticky-issue.ts";
import { deadHost } from "../fake-server.ts";
import { add, startGithub, type FakeGithub } from "./fake-github.ts";

describe("the sticky comment", () => {
  let server: FakeGithub;
  let waited: number[];
  beforeEach(async () => {
    server = await startGithub();
    waited = [];
  });
  afterEach(() => server.stop());

  const connect = (url = server.url, token = "ghs_test") =>
    connectGithub({
      url,
      token,
      repository: "acme/shop",
      sleep: (milliseconds) => {
        waited.push(milliseconds / 1000);
        return Promise.resolve();
      },
    });
  const post = (text: string) => postSticky(connect(), 7, "preview", text);

  it("is created once and then updated, also when nothing else changes", async () => {
    assert.deepEqual(await post("one"), { action: "created", url: `${server.url}/1` });
    assert.deepEqual(await post("one"), { action: "unchanged", url: `${server.url}/1` });
    assert.deepEqual(await post("two"), { action: "updated", url: `${server.url}/1` });
    assert.deepEqual(
      server.comments.map(({ body }) => body),
      ["<!-- msa-gitops:preview -->\ntwo"],
    );
  });

  it("is found on the last of many pages", async () => {
    for (let count = 0; count < 230; count += 1) add(server.comments, { body: "a remark" });
    add(server.comments, { body: "<!-- msa-gitops:preview -->\nold" }, server.url);

    assert.deepEqual(await post("new"), { action: "updated", url: `${server.url}/231` });
    const path = "/repos/acme/shop/issues/7/comments?per_page=100";
    assert.deepEqual(server.requests, [
      `GET ${path}`,
      `GET ${path}&page=2`,
      `GET ${path}&page=3`,
      "PATCH /repos/acme/shop/issues/comments/231",
    ]);
  });

  it("is not a person's comment that quotes it, nor that of another name", async () => {
    const quoted = "<!-- msa-gitops:preview -->\nold";
    add(server.comments, { body: quoted, user: { type: "User" } });
    add(server.comments, { body: "<!-- msa-gitops:live -->\nold" });

    assert.equal((await post("new")).action, "created");
    assert.equal(server.comments[0]?.body, quoted);
  });

  it("waits as long as a rate limit says, and longer each time the server is busy", async () => {
    server.first.push(
      { status: 429, headers: { "retry-after": "7" } },
      { status: 502 },
      { status: 403, headers: { "retry-after": "30" } },
      { status: 503 },
    );

    assert.equal((await post("one")).action, "created");
    assert.deepEqual(waited, [7, 2, 30, 8]);
  });

  it("gives up after five attempts, and at once when the limit lasts too long", async () => {
    for (let count = 0; count < 5; count += 1) server.first.push({ status: 500 });
    await assert.rejects(post("one"), {
      message: `GitHub: refused (GET ${server.url}/repos/acme/shop/issues/7/comments?per_page=100: 500 Not now). Try again later.`,
    });
    assert.deepEqual(waited, [1, 2, 4, 8]);

    const reset = String(Math.round(Date.now() / 1000) + 3000);
    const headers = { "x-ratelimit-remaining": "0", "x-ratelimit-reset": reset };
    server.first.push({ status: 403, headers });
    await assert.rejects(post("one"), GithubError);
    assert.equal(waited.length, 4);
  });

  it("does not ask again when it is refused, and says what to do", async () => {
    await assert.rejects(postSticky(connect(server.url, "wrong"), 7, "preview", "one"), {
      message: `GitHub: refused (GET ${server.url}/repos/acme/shop/issues/7/comments?per_page=100: 401 Bad credentials). Give a token that is valid.`,
    });
    assert.deepEqual(waited, []);
  });

  it("names a server that cannot be reached", async () => {
    const url = `http://${await deadHost()}`;
    await assert.rejects(postSticky(connect(url), 7, "preview", "one"), {
      message: `GitHub: cannot be reached (GET ${url}/repos/acme/shop/issues/7/comments?per_page=100: connect ECONNREFUSED ${url.slice(7)}). Try again later.`,
    });
  });

  it("names the variables that a job must pass on", () => {
    assert.throws(() => githubFrom({}), {
      exitCode: 2,
      message:
        "environment: GITHUB_TOKEN and GITHUB_REPOSITORY must be set. GITHUB_REPOSITORY is <owner>/<name>, " +
        "GITHUB_TOKEN a token that may write to its issues and pull requests.",
    });
  });

  describe("as an issue", () => {
    const drift = { name: "drift-staging", title: "Drift: staging", text: "one" };

    it("is opened once, updated, closed, and opened anew", async () => {
      add(server.issues, { body: "<!-- msa-gitops:drift-staging -->", pull_request: {} });
      assert.equal((await openSticky(connect(), drift)).action, "created");
      assert.equal((await openSticky(connect(), drift)).action, "unchanged");
      assert.equal((await openSticky(connect(), { ...drift, text: "two" })).action, "updated");
      assert.equal((await closeSticky(connect(), drift.name))?.url, `${server.url}/2`);
      assert.equal(await closeSticky(connect(), drift.name), undefined);
      assert.equal((await openSticky(connect(), drift)).action, "created");
      assert.deepEqual(
        server.issues.map(({ state = "open" }) => state),
        ["open", "closed", "open"],
      );
    });
  });
});
