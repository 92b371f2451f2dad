import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { comment } from "../../../cli/commands/comment.ts";
import { startGithub, type FakeGithub } from "../github/fake-github.ts";

describe("./msa comment", () => {
  let folder: string;
  let server: FakeGithub;
  before(async () => {
    folder = mkdtempSync(join(tmpdir(), "comment-"));
    server = await startGithub();
  });
  after(async () => {
    rmSync(folder, { recursive: true });
    await server.stop();
  });

  const environment = () => ({
    GITHUB_API_URL: server.url,
    GITHUB_TOKEN: "ghs_test",
    GITHUB_REPOSITORY: "acme/shop",
  });

  it("posts what the file holds, as GitHub Actions is set up", async () => {
    const file = join(folder, "report.md");
    writeFileSync(file, "## Preview\n");
    const options = { name: "preview", environment: environment() };

    assert.equal((await comment("7", file, options)).action, "created");
    assert.equal(server.comments[0]?.body, "<!-- msa-gitops:preview -->\n## Preview\n");
  });

  it("finds the pull request by its newest commit", async () => {
    const file = join(folder, "report.md");
    const options = { name: "preview", environment: environment() };
    const commit = "a".repeat(40);
    server.pulls.push({ number: 7, head: { sha: commit } });

    assert.equal((await comment(commit, file, options)).action, "unchanged");
    await assert.rejects(comment("b".repeat(40), file, options), {
      message: `pull request: none that is open ends with this commit (found "${"b".repeat(40)}"). It was closed, or has a newer one.`,
    });
  });

  it("refuses what is no number of a pull request, and a file that is not there", async () => {
    const options = { name: "preview", environment: environment() };
    await assert.rejects(comment("7/../8", "report.md", options), {
      exitCode: 2,
      message: `pull request: must be its number or its newest commit (found "7/../8"). The number is in the address of its page.`,
    });
    const file = join(folder, "none.md");
    await assert.rejects(comment("7", file, options), {
      exitCode: 2,
      message: `${file}: cannot be read (ENOENT). Write it first: ./msa preview --output report`,
    });
  });
});
