import assert from "node:assert/strict";
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { backendOf, makeStack } from "../../../../cli/operate/setup/stack.ts";
import type { Target } from "../../../../cli/target.ts";

describe("the stack that setup needs", () => {
  const path = process.env["PATH"];
  let folder: string;
  let target: Target;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "msa-setup-test-"));
    const stackFile = join(folder, "Pulumi.staging.yaml");
    writeFileSync(stackFile, "config: {}\n");
    target = { environment: "staging", kind: "stack", context: "", stackFile };
  });
  afterEach(() => {
    process.env["PATH"] = path;
    rmSync(folder, { recursive: true, force: true });
  });

  /** A Pulumi CLI that says what the test wants, and notes what it was asked. */
  function pulumi(script: string): void {
    const file = join(folder, "pulumi");
    writeFileSync(file, `#!/bin/sh\necho "$@" >> ${folder}/asked\n${script}\n`);
    chmodSync(file, 0o755);
    process.env["PATH"] = `${folder}:${path ?? ""}`;
  }
  const asked = () => readFileSync(join(folder, "asked"), "utf8").trim().split("\n");

  const listed = (names: readonly string[]) => JSON.stringify(names.map((name) => ({ name })));
  const answers = (stacks: readonly string[]) =>
    `case "$1" in whoami) echo '{"user":"kim","url":"s3://states"}';; *) echo '${listed(stacks)}';; esac`;

  it("knows the backend, and whether it has the stack, whose name may be a long one", async () => {
    const cases = [
      [["organization/msa/staging"], true],
      [["staging"], true],
      [["production"], false],
      [[], false],
    ] as const;
    for (const [stacks, hasStack] of cases) {
      pulumi(answers(stacks));
      assert.deepEqual(await backendOf(target), { url: "s3://states", hasStack });
    }
  });

  it("tells that nobody is logged in from a backend that fails", async () => {
    pulumi("echo 'error: PULUMI_ACCESS_TOKEN must be set for login' >&2; exit 255");
    assert.equal(await backendOf(target), undefined);
  });

  it("makes the stack on a copy and hands back the keys, with the file as it was", async () => {
    pulumi('printf "encryptionsalt: v1:abc\\n" >> Pulumi.staging.yaml');
    assert.deepEqual(await makeStack(target, "passphrase"), { encryptionsalt: "v1:abc" });
    assert.equal(readFileSync(target.stackFile, "utf8"), "config: {}\n");
    assert.deepEqual(asked(), [
      "stack init staging --secrets-provider passphrase --no-select --non-interactive",
    ]);
  });

  it("says in the engine's words why a stack cannot be made", async () => {
    pulumi("echo 'error: unknown secrets provider type' >&2; exit 255");
    await assert.rejects(makeStack(target, "nokms://"), {
      exitCode: 2,
      message:
        "staging: the stack cannot be made (pulumi: error: unknown secrets provider type). " +
        "Which providers there are: docs/how-to/choose-backend-and-secrets.md. The stack file was not changed.",
    });
  });
});
