import assert from "node:assert/strict";

import { readVerified, writeVerified } from "../../../cli/delivered/verified.ts";
import { makeRepository, type ProjectRepository } from "./project-repository.ts";

const set = {
  environment: "staging",
  time: "2026-02-01T10:00:00.000Z",
  chart: "1.1.0",
  services: {
    "user-service": {
      version: "1.4.2",
      chart: "microservice 1.1.0",
      values: "ab12",
      entry: { version: "1.4.2", env: { LOG: "#debug" } },
    },
  },
  checks: ["Synced and Healthy"],
} as const;

describe("verified sets", () => {
  let repository: ProjectRepository;
  let commit: string;
  beforeEach(() => {
    repository = makeRepository();
    commit = repository.git("rev-parse", "HEAD");
  });
  afterEach(() => {
    repository.remove();
  });
  const write = (changes: object = {}, push = false) =>
    writeVerified(repository, { ...set, commit, ...changes }, { push });

  it("come back as they were written, as an annotated tag on the commit", async () => {
    const { tag } = await write();
    assert.equal(tag, "verified/staging/1");
    assert.equal(repository.git("cat-file", "-t", tag), "tag");
    assert.equal(repository.git("rev-parse", `${tag}^{commit}`), commit);
    assert.deepEqual(await readVerified(repository, "staging"), [
      { ...set, commit, tag, number: 1 },
    ]);
  });

  it("come newest first, by number and not by letter", async () => {
    for (let minute = 0; minute < 11; minute += 1) {
      await write({ chart: `1.0.${String(minute)}` });
    }
    const numbers = (await readVerified(repository, "staging")).map(({ number }) => number);
    assert.deepEqual(numbers, [11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1]);
  });

  it("are not written again while they say the same, whatever the time", async () => {
    await write();
    const { tag } = await write({ time: "2026-03-01T10:00:00.000Z" });
    assert.equal(tag, "verified/staging/1");
    assert.equal((await write({ checks: ["another"] })).tag, "verified/staging/2");
  });

  it("are told from what others tagged there", async () => {
    await write();
    const text = JSON.stringify({ ...set, commit });
    repository.git("tag", "verified/staging/7");
    repository.git("tag", "-a", "-m", "released by hand", "verified/staging/8");
    repository.git("tag", "-a", "-m", text, "verified/staging/nine");
    repository.git("tag", "-a", "-m", text.replace("staging", "production"), "verified/staging/10");
    repository.git("tag", "-a", "-m", '{"services": 1}', "verified/staging/11");
    const found = await readVerified(repository, "staging");
    assert.deepEqual(
      found.map(({ tag }) => tag),
      ["verified/staging/1"],
    );
    assert.equal((await write({ chart: "1.2.0" })).tag, "verified/staging/12");
  });

  it("are pushed when asked, under a number that is free on origin too", async () => {
    repository.git("tag", "-a", "-m", "theirs", "verified/staging/3");
    repository.git("push", "--quiet", "origin", "verified/staging/3");
    repository.git("tag", "-d", "verified/staging/3");
    const { tag } = await write({}, true);
    assert.equal(tag, "verified/staging/4");
    assert.match(
      repository.git("ls-remote", "origin", `refs/tags/${tag}`),
      /verified\/staging\/4$/,
    );
  });

  it("need somebody who writes them, and git's advice is given when there is nobody", async () => {
    repository.git("config", "user.useConfigOnly", "true");
    repository.git("config", "--global", "--unset", "user.email");
    await assert.rejects(write(), {
      exitCode: 2,
      message:
        "git: does not know who you are (no email was given and auto-detection is disabled). " +
        'Tell it: git config user.name "<your name>" and git config user.email <your address>',
    });
    assert.deepEqual(await readVerified(repository, "staging"), []);
  });
});
