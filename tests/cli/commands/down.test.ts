import assert from "node:assert/strict";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { execFile } from "node:child_process";
import { promisify } from "node:util";

import { root } from "../../support/tools.ts";

describe("./msa down and clean", function () {
  this.timeout(60_000);
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "msa-down-"));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  const msa = (verb: string) =>
    promisify(execFile)(join(root, "msa"), [verb], {
      env: { ...process.env, MSA_LOCAL_FOLDER: folder },
    });
  const write = (file: string, value: unknown = {}) => {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), JSON.stringify(value));
  };
  const run = (context: string) => `contexts/${context}/development`;
  const state = (context: string) => `${run(context)}/state/.pulumi/stacks/msa/development.json`;
  const checkpoint = (resources: readonly object[]) => ({ checkpoint: { latest: { resources } } });

  it("says that nothing was running", async () => {
    assert.deepEqual(await msa("down"), { stdout: "Nothing was running.\n", stderr: "" });
  });

  it("says so, too, of a folder whose cluster never started, and leaves it there", async () => {
    write("local/development/local.yaml");
    mkdirSync(join(folder, "local/development/cluster"));
    assert.equal((await msa("down")).stdout, "Nothing was running.\n");
    assert.ok(existsSync(join(folder, "local/development/local.yaml")));
  });

  it("removes the runs and what was kept of charts, and leaves the toolchain", async () => {
    for (const file of ["local/staging/local.yaml", "charts/a.tgz", "rendered/b.json"]) write(file);
    write("toolchain/bin/tool");
    assert.equal((await msa("clean")).stdout, "Removed the local clusters and their state.\n");
    assert.deepEqual(
      ["local", "charts", "rendered", "toolchain/bin/tool"].filter((name) =>
        existsSync(join(folder, name)),
      ),
      ["toolchain/bin/tool"],
    );
  });

  it("has nothing to say when there is nothing to remove", async () => {
    assert.equal((await msa("clean")).stdout, "Removed the local clusters and their state.\n");
  });

  it("keeps the state of what still exists on somebody's own cluster, and says how to remove it", async () => {
    write(state("kind-try"), checkpoint([{ urn: "urn:pulumi:development::msa::x::y" }]));
    write(state("gone"), checkpoint([]));
    write(`${run("never")}/local.yaml`);
    assert.equal(
      (await msa("clean")).stdout,
      "Removed the local clusters and their state.\n" +
        'Kept the state of development on context "kind-try": its objects are still there. ' +
        "Remove them: ./msa destroy development --context kind-try\n",
    );
    assert.deepEqual(
      ["kind-try", "gone", "never"].filter((context) => existsSync(join(folder, run(context)))),
      ["kind-try"],
    );
  });
});
