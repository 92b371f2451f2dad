import assert from "node:assert/strict";
import { existsSync, mkdirSync, readFileSync, readlinkSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";

import { prepareTools } from "../../toolchain/build.ts";
import { executableOf } from "../../toolchain/executable.ts";
import { neededGo } from "../../toolchain/go.ts";
import type { Progress } from "../../toolchain/progress.ts";
import type { Purpose } from "../../toolchain/tool.ts";
import { tools, toolsFor } from "../../toolchain/tools.ts";
import { FakeMachine } from "./fake-tools.ts";

describe("prepareTools", () => {
  let machine: FakeMachine;

  beforeEach(() => {
    machine = new FakeMachine();
  });

  afterEach(() => {
    machine.remove();
  });

  function prepare(purpose: Purpose = "test", signal?: AbortSignal): Promise<void> {
    const { layout, env, progress } = machine;
    return prepareTools({ layout, purpose, env, progress, signal });
  }

  const inPlace = () => tools.filter((tool) => existsSync(executableOf(machine.layout, tool.name)));

  it("builds every tool, and a second run does nothing and says so", async () => {
    machine.installGo();
    await prepare();
    assert.deepEqual(inPlace(), tools);
    assert.equal(machine.built.length, tools.length);

    machine.lines.length = 0;
    await prepare();

    assert.equal(machine.built.length, tools.length);
    assert.deepEqual(machine.lines, [
      `toolchain: all ${toolsFor("test").length} tools are ready, nothing to do.`,
    ]);
  });

  it("lets the engine keep no logs, and removes those of before", async () => {
    machine.installGo();
    const logs = path.join(machine.layout.pulumiHome, "logs");
    mkdirSync(logs, { recursive: true });
    writeFileSync(path.join(logs, "a.log"), "");

    await prepare();

    assert.match(readFileSync(logs, "utf8"), /^A file, not a folder/);
  });

  it("builds for `up` only what `up` needs", async () => {
    machine.installGo();

    await prepare("up");

    assert.deepEqual(inPlace(), toolsFor("up"));
    assert.equal(existsSync(executableOf(machine.layout, "kubeconform")), false);
  });

  it("builds no control plane and fetches no CRDs for the user's own cluster", async () => {
    machine.installGo();

    await prepare("context");

    assert.deepEqual(
      inPlace().map(({ name }) => name),
      ["helm4", "helm3", "pulumi", "pulumi-resource-kubernetes"],
    );
    assert.equal(existsSync(machine.layout.crds), false);
  });

  it("says which of how many it builds, and how to skip the wait", async () => {
    machine.installGo();
    await prepare();
    rmSync(executableOf(machine.layout, "etcd"));
    machine.lines.length = 0;

    await prepare();

    assert.deepEqual(machine.lines, [
      `toolchain: building 1 of ${toolsFor("test").length} tools, about 1 min on two cores the first time, seconds once Go's cache is warm.`,
      "To skip the wait, stop (Ctrl-C; finished tools are kept), install the official release of a tool and run again:",
      "  etcd 3.6.x: https://github.com/etcd-io/etcd/releases",
      "[1/1] building etcd 3.6.9",
      `toolchain: all ${toolsFor("test").length} tools are ready after 0 s.`,
    ]);
  });

  it("uses an installed tool of the pinned minor version instead of building it", async () => {
    machine.installGo();
    const file = machine.install("etcd", "echo 3.6.1");

    await prepare();

    assert.equal(readlinkSync(executableOf(machine.layout, "etcd")), file);
    assert.equal(machine.built.includes("go.etcd.io/etcd/server/v3"), false);
  });

  it("looks again when the installed tool it used has been replaced", async () => {
    machine.installGo();
    machine.install("etcd", "echo 3.6.1");
    await prepare();

    machine.install("etcd", "echo 3.7.0 # a new minor version");
    await prepare();

    assert.equal(machine.built.includes("go.etcd.io/etcd/server/v3"), true);
  });

  it("uses the provider plugin that the user's own Pulumi has fetched", async () => {
    machine.installGo();
    const plugins = path.join(machine.env["HOME"] ?? "", ".pulumi", "plugins");
    const folder = path.join(plugins, "resource-kubernetes-v4.25.0");
    const file = machine.install("pulumi-resource-kubernetes", "", folder);

    await prepare();

    const linked = executableOf(machine.layout, "pulumi-resource-kubernetes");
    assert.equal(readlinkSync(linked), file);
  });

  it("puts the stand-in language host beside a Pulumi that was built", async () => {
    machine.installGo();
    await prepare();

    assert.equal(existsSync(path.join(machine.layout.bin, "pulumi-language-nodejs")), true);
  });

  it("leaves the language host to an official Pulumi that brings its own", async () => {
    machine.installGo();
    machine.install("pulumi", "echo v3.250.4");
    machine.install("pulumi-language-nodejs", "");

    await prepare();

    assert.equal(existsSync(path.join(machine.layout.bin, "pulumi-language-nodejs")), false);
  });

  it("lets programs find Helm 4 under the name helm", async () => {
    machine.installGo();
    await prepare();

    assert.equal(readlinkSync(path.join(machine.layout.helm, "helm")), "../bin/helm4");
  });

  it("writes one file per CustomResourceDefinition and leaves out everything else", async () => {
    machine.installGo();
    await prepare();

    const folder = path.join(machine.layout.crds, "istio");
    assert.equal(existsSync(path.join(folder, "things.istio.yaml")), true);
    assert.equal(existsSync(path.join(folder, "other.yaml")), false);
  });

  it("replaces an executable of unknown origin", async () => {
    machine.installGo();
    mkdirSync(machine.layout.bin, { recursive: true });
    writeFileSync(executableOf(machine.layout, "etcd"), "");

    await prepare();

    assert.equal(machine.built.includes("go.etcd.io/etcd/server/v3"), true);
  });

  it("removes what a killed run has left half made", async () => {
    machine.installGo();
    mkdirSync(machine.layout.bin, { recursive: true });
    const half = path.join(machine.layout.bin, "etcd.1234.partial");
    writeFileSync(half, "");

    await prepare();

    assert.equal(existsSync(half), false);
  });

  it("shows the end of the log and its place when a build fails, and keeps what is finished", async () => {
    machine.installGo({ failing: "cmd/kwok" });

    await assert.rejects(prepare(), {
      name: "ToolchainError",
      message: [
        "kwok 0.8.0: its build failed (go ended with code 1). The log ends with:",
        "  cannot find the one thing needed",
        "Solve this and run again (finished tools are kept), or install it: https://github.com/kubernetes-sigs/kwok/releases.",
        "Whole log: .msa/toolchain/logs/kwok.log",
      ].join("\n"),
    });
    const before = machine.built.length;

    machine.installGo();
    await prepare();

    // The four before kwok are not built again; kwok is, after its failure.
    assert.equal(before, 5);
    assert.equal(machine.built.length, tools.length + 1);
  });

  it("stops at once when told to, and goes on from there the next time", async () => {
    machine.installGo();
    const stopped = new AbortController();
    const { layout, env } = machine;
    const progress: Progress = {
      line: () => undefined,
      step: (text, work) => {
        if (text.includes("kwok")) {
          stopped.abort();
        }
        return work(() => undefined);
      },
    };
    await assert.rejects(
      prepareTools({ layout, purpose: "test", env, progress, signal: stopped.signal }),
    );
    assert.deepEqual(inPlace(), tools.slice(0, 4));

    await prepare();

    assert.deepEqual(inPlace(), tools);
  });

  it("builds each tool once when two runs come together", async () => {
    machine.installGo();

    await Promise.all([prepare(), prepare()]);

    assert.equal(machine.built.length, tools.length);
  });

  it("asks for Go, with its version and where to get it, when it is missing", async () => {
    // The machine's own Go is in neither of these folders, or the test would say so.
    const env = { ...machine.env, PATH: machine.bin };
    const { layout, progress } = machine;

    await assert.rejects(prepareTools({ layout, purpose: "up", env, progress }), {
      name: "ToolchainError",
      message: `Go: not found on PATH, and it is needed for building ${toolsFor("up")
        .map(({ name }) => name)
        .join(", ")}. Install Go ${neededGo} or newer from https://go.dev/dl/ and run again.`,
    });
  });
});
