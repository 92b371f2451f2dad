import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";

import { revisionsOf } from "../../../cli/delivered/revisions.ts";
import { writeVerified } from "../../../cli/delivered/verified.ts";
import { makeRepository, withVersion, type ProjectRepository } from "./project-repository.ts";

const file = "Pulumi.staging.yaml";
const service = "user-service";

describe("revisions of a service", () => {
  let repository: ProjectRepository;
  beforeEach(() => {
    repository = makeRepository();
    repository.git("switch", "--quiet", "--create", "staging", "main");
  });
  afterEach(() => {
    repository.remove();
  });
  const to = (version: string, time: string, from = "1.0.0") => {
    repository.edit(file, ...withVersion(service, from, version));
    return repository.commit(`user-service ${version}`, time);
  };
  const revisions = () => revisionsOf(repository, "staging", service);
  const short = async () =>
    (await revisions()).map(({ number, version, commit, verified }) => [
      number,
      version,
      commit,
      verified,
    ]);
  const verify = (entry: { version: string }, time = "2026-01-05T00:00:00.000Z") =>
    writeVerified(repository, {
      environment: "staging",
      time,
      commit: repository.git("rev-parse", "HEAD"),
      chart: "1.1.0",
      services: { [service]: { version: entry.version, chart: "c 1", values: "v", entry } },
      checks: [],
    });

  it("are what was declared, each with who, when and which commit", async () => {
    const begin = repository.git("rev-parse", "HEAD");
    const next = to("1.1.0", "2026-01-02T03:04:05Z");
    assert.deepEqual(await revisions(), [
      {
        number: 1,
        version: "1.0.0",
        entry: { version: "1.0.0" },
        commit: begin,
        author: "Ann",
        time: "2026-01-01T00:00:00.000Z",
      },
      {
        number: 2,
        version: "1.1.0",
        entry: { version: "1.1.0" },
        commit: next,
        author: "Ann",
        time: "2026-01-02T03:04:05.000Z",
      },
    ]);
  });

  it("are not made by other services, comments or a hold", async () => {
    repository.edit(file, ...withVersion("order-service", "1.0.0", "2.0.0"));
    repository.commit("another service");
    repository.edit(file, "  msa:services:", "  # What runs.\n  msa:services:");
    repository.commit("a comment");
    repository.edit(
      file,
      "user-service: { version: 1.0.0 }",
      'user-service: { version: 1.0.0, hold: { reason: "r", by: "b", since: "s" } }',
    );
    repository.commit("a hold");
    assert.deepEqual(
      (await revisions()).map(({ number }) => number),
      [1],
    );
  });

  it("count a value and a digest, not only the version", async () => {
    const digest = `sha256:${"a".repeat(64)}`;
    repository.edit(
      file,
      "user-service: { version: 1.0.0 }",
      `user-service: { version: 1.0.0, digest: "${digest}" }`,
    );
    repository.commit("a digest");
    const [, second] = await revisions();
    assert.deepEqual([second?.version, second?.digest], ["1.0.0", digest]);
  });

  it("have the catalogue's first version where the stack file names none", async () => {
    repository.edit(
      "Pulumi.yaml",
      "        team: identity",
      "        team: identity\n        version: 0.9.0",
    );
    repository.edit(file, "    user-service: { version: 1.0.0 }\n", "");
    repository.commit("left out");
    assert.deepEqual(
      (await revisions()).map(({ version }) => version),
      ["1.0.0", "0.9.0"],
    );
  });

  it("follow the branch's own line, so a merge is one step", async () => {
    repository.git("switch", "--quiet", "--create", "feature");
    to("1.1.0", "2026-01-02T00:00:00Z");
    to("1.2.0", "2026-01-03T00:00:00Z", "1.1.0");
    repository.git("switch", "--quiet", "staging");
    repository.git("merge", "--quiet", "--no-ff", "--message", "Merge feature", "feature");
    assert.deepEqual(
      (await revisions()).map(({ version }) => version),
      ["1.0.0", "1.2.0"],
    );
  });

  it("are verified by content, so what is declared again is verified again", async () => {
    const begin = repository.git("rev-parse", "HEAD");
    await verify({ version: "1.0.0" });
    const bad = to("1.1.0", "2026-01-06T00:00:00Z");
    const back = to("1.0.0", "2026-01-07T00:00:00Z", "1.1.0");
    assert.deepEqual(await short(), [
      [1, "1.0.0", begin, "verified/staging/1"],
      [2, "1.1.0", bad, undefined],
      [3, "1.0.0", back, "verified/staging/1"],
    ]);
  });

  it("have the working tree's as the last, and what was deployed without a commit", async () => {
    const begin = repository.git("rev-parse", "HEAD");
    await verify({ version: "1.1.0" });
    repository.edit(file, ...withVersion(service, "1.0.0", "1.2.0"));
    assert.deepEqual(await short(), [
      [1, "1.0.0", begin, undefined],
      [2, "1.1.0", undefined, "verified/staging/1"],
      [3, "1.2.0", undefined, undefined],
    ]);
  });

  it("are those of the environment's branch also when another is checked out", async () => {
    to("1.1.0", "2026-01-02T00:00:00Z");
    repository.git("switch", "--quiet", "main");
    assert.deepEqual(
      (await revisions()).map(({ version }) => version),
      ["1.0.0", "1.1.0"],
    );
  });

  it("are not made by a commit whose file is no YAML", async () => {
    repository.edit(file, "config:", "config: [");
    repository.commit("broken");
    repository.edit(file, "config: [", "config:");
    repository.commit("mended");
    assert.deepEqual(
      (await revisions()).map(({ version }) => version),
      ["1.0.0"],
    );
  });

  it("come from a thousand commits by a handful of calls of git", async function () {
    this.timeout(60_000);
    const blob = (version: number) =>
      repository
        .read(file)
        .replace(
          "user-service: { version: 1.0.0 }",
          `user-service: { version: 1.0.${String(version)} }`,
        );
    const commits = Array.from({ length: 1000 }, (_, at) => {
      const text = blob(at + 1);
      return [
        `commit refs/heads/staging\ncommitter Ann <a@b.c> ${String(1_800_000_000 + at)} +0000`,
        `data 1\nx\n${at === 0 ? "from refs/heads/staging^0\n" : ""}M 100644 inline ${file}`,
        `data ${String(Buffer.byteLength(text))}\n${text}\n`,
      ].join("\n");
    }).join("\n");
    repository.git("switch", "--quiet", "main");
    execFileSync("git", ["fast-import", "--quiet"], {
      cwd: repository.root,
      input: commits,
      env: { ...process.env, ...repository.env },
    });
    const found = await revisions();
    assert.deepEqual([found.length, found.at(-1)?.version], [1001, "1.0.1000"]);
  });
});
