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

  it("refuses what is no number of a pull request, and a file that is not there", async () => {
    const options = { name: "preview", environment: environment() };
    await assert.rejects(comment("7/../8", "report.md", options), {
      exitCode: 2,
      message: `pull request: must be its number (found "7/../8"). It is in the address of its page.`,
    });
    const file = join(folder, "none.md");
    await assert.rejects(comment("7", file, options), {
      exitCode: 2,
      message: `${file}: cannot be read (ENOENT). Write it first: ./msa preview --output report`,
    });
  });
});
