import assert from "node:assert/strict";
import path from "node:path";

import { prepareTools } from "../../toolchain/build.ts";
import { describeTools, toolbox } from "../../toolchain/toolbox.ts";
import { toolNames } from "../../toolchain/tool.ts";
import { tools } from "../../toolchain/tools.ts";
import { FakeMachine } from "./fake-tools.ts";

describe("the toolbox", () => {
  let machine: FakeMachine;

  beforeEach(() => {
    machine = new FakeMachine();
    machine.installGo();
  });

  afterEach(() => {
    machine.remove();
  });

  function prepare(): Promise<void> {
    const { layout, env, progress } = machine;
    return prepareTools({ layout, purpose: "test", env, progress });
  }

  it("says what to run when a tool is not there yet", () => {
    const { root } = machine.layout;

    assert.throws(() => toolbox(root).path("etcd"), {
      name: "ToolchainError",
      message: `etcd: not built yet (${root}/.msa/toolchain/bin/etcd is missing). Run: make toolchain`,
    });
  });

  it("keeps the provider out of the folder that is on PATH", async () => {
    await prepare();
    const { root, pulumiHome } = machine.layout;

    assert.equal(
      toolbox(root).path("pulumi-resource-kubernetes"),
      path.join(pulumiHome, "plugins/resource-kubernetes-v4.25.0/pulumi-resource-kubernetes"),
    );
  });

  it("puts our tools before the wrappers of npm on PATH, and extras over the rest", () => {
    const { root, bin, pulumiHome } = machine.layout;
    const environment = toolbox(root).environment({ PULUMI_BACKEND_URL: "file:///state" });

    const [first, second] = environment["PATH"]?.split(path.delimiter) ?? [];
    assert.deepEqual([first, second], [bin, path.join(root, "node_modules", ".bin")]);
    assert.equal(environment["PULUMI_HOME"], pulumiHome);
    assert.equal(environment["PULUMI_SKIP_UPDATE_CHECK"], "1");
    assert.equal(environment["PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION"], "true");
    assert.equal(environment["PULUMI_BACKEND_URL"], "file:///state");
  });

  it("describes built, installed and missing tools", async () => {
    const file = machine.install("etcd", "echo 3.6.1");
    await prepare();
    const states = await describeTools(machine.layout.root, machine.env);

    const [etcd, apiServer] = states;
    assert.deepEqual(
      states.map(({ name }) => name),
      toolNames.slice(),
    );
    assert.deepEqual(etcd, {
      name: "etcd",
      wanted: "3.6.x",
      found: `3.6.1 (${file})`,
      source: "path",
      fix: "",
    });
    assert.deepEqual(apiServer, {
      name: "kube-apiserver",
      wanted: "1.36.x",
      found: "1.36.3",
      source: "built",
      fix: "",
    });
  });

  it("says how to come by a tool that is missing, and what is there instead", async () => {
    const file = machine.install("etcd", "echo 3.5.21");
    const states = await describeTools(machine.layout.root, machine.env);

    assert.deepEqual(
      states.find(({ name }) => name === "etcd"),
      {
        name: "etcd",
        wanted: "3.6.x",
        found: `3.5.21 (${file})`,
        source: "missing",
        fix: "make toolchain builds it (about 1 min), or install it: https://github.com/etcd-io/etcd/releases",
      },
    );
  });
});

describe("the table of tools", () => {
  it("has one entry for every name, in the same order", () => {
    assert.deepEqual(
      tools.map(({ name }) => name),
      toolNames.slice(),
    );
  });
});
