import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { join } from "node:path";

import { history } from "../../../cli/commands/history.ts";
import { configFiles } from "../../../config/input.ts";
import { CliError, exitCodes } from "../../../cli/errors.ts";
import { badInputs } from "./bad-input-cases.ts";
import { makeRepository, type ProjectRepository } from "./project-repository.ts";

/** Everything that a verb may write, in one word. */
function everything(repository: ProjectRepository): string {
  const hash = createHash("sha256");
  for (const file of configFiles) hash.update(repository.read(file));
  hash.update(repository.git("for-each-ref"));
  hash.update(repository.git("ls-remote", "origin"));
  return hash.update(repository.status().join("\n")).digest("hex");
}

describe("bad input to deploy, history, rollback and promote", () => {
  let repository: ProjectRepository;
  beforeEach(() => {
    repository = makeRepository();
  });
  afterEach(() => {
    repository.remove();
  });

  for (const { title, given, run, message } of badInputs) {
    it(`is told, and nothing is written: ${title}`, async () => {
      await given?.(repository);
      const before = everything(repository);
      await assert.rejects(run(repository), (error) => {
        assert.ok(error instanceof CliError, String(error));
        assert.deepEqual([error.exitCode, error.message], [exitCodes.badInput, message]);
        return true;
      });
      assert.equal(everything(repository), before);
    });
  }

  it("is a folder in no repository too", async () => {
    const { root } = repository;
    await assert.rejects(
      history("staging", "user-service", { root, env: { GIT_DIR: join(repository.home, "none") } }),
      /^Error: git for-each-ref: failed \(fatal: not a git repository: '.*none'\)\./,
    );
  });
});
