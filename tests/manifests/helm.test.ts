import assert from "node:assert/strict";
import { chmodSync, existsSync, readdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { setTimeout } from "node:timers/promises";
import { helmVersion, runHelm } from "../../manifests/helm.ts";
import { remove, temporaryFolder } from "./chart-folder.ts";

describe("runHelm", () => {
  let folder: string;
  let helm: string;

  beforeEach(() => {
    folder = temporaryFolder();
    helm = path.join(folder, "helm");
  });
  afterEach(() => {
    remove(folder);
  });

  /** A stand-in for Helm, to see how it is called. */
  function script(...lines: readonly string[]): void {
    writeFileSync(helm, ["#!/bin/sh", ...lines, ""].join("\n"));
    chmodSync(helm, 0o755);
  }

  it("runs at most two at a time", async () => {
    // Each call leaves a file and ends when it is told to, or when the test is over.
    script(
      `touch ${folder}/running-$1`,
      `while [ -d ${folder} ] && [ ! -e ${folder}/go ]; do sleep 0.02; done`,
    );
    const running = () =>
      readdirSync(folder)
        .filter((file) => file.startsWith("running-"))
        .sort();
    const calls = ["1", "2", "3"].map((name) => runHelm({ helm, args: [name] }));

    while (running().length < 2) await setTimeout(10);
    await setTimeout(100);
    assert.deepEqual(running(), ["running-1", "running-2"]);

    writeFileSync(path.join(folder, "go"), "");
    await Promise.all(calls);
    assert.deepEqual(running(), ["running-1", "running-2", "running-3"]);
  });

  it("goes on after a call that failed", async () => {
    script("exit 1");
    const failed = await Promise.allSettled(
      ["1", "2", "3", "4"].map((name) => runHelm({ helm, args: [name] })),
    );
    script("echo done");

    assert.deepEqual(
      failed.map(({ status }) => status),
      ["rejected", "rejected", "rejected", "rejected"],
    );
    assert.equal(await runHelm({ helm, args: [] }), "done\n");
  });

  it("gives the input and takes no HELM_ setting of the user with it", async () => {
    script("cat", 'echo "[$HELM_NAMESPACE]"');
    process.env["HELM_NAMESPACE"] = "mine";
    try {
      assert.equal(await runHelm({ helm, args: [], input: "values\n" }), "values\n[]\n");
    } finally {
      delete process.env["HELM_NAMESPACE"];
    }
  });

  it("does not fail over input that Helm does not read", async () => {
    script("exit 0");

    assert.equal(await runHelm({ helm, args: [], input: "x".repeat(1_000_000) }), "");
  });

  it("tells what Helm said, without its prefix, warnings and hints", async () => {
    script(
      'echo "WARNING: something else" >&2',
      'echo "Error: execution error at (a/templates/b.yaml:1:2): too small" >&2',
      'echo "Use --debug flag to render out invalid YAML" >&2',
      "exit 1",
    );

    await assert.rejects(runHelm({ helm, args: [] }), { name: "HelmError", message: "too small" });
  });

  it("asks a binary for its version once", async () => {
    script(`echo v1`, `[ ! -e ${folder}/asked ] || echo again`, `touch ${folder}/asked`);

    assert.deepEqual([await helmVersion(helm), await helmVersion(helm)], ["v1", "v1"]);
    assert.equal(existsSync(path.join(folder, "asked")), true);
  });
});
