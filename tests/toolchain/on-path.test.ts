import assert from "node:assert/strict";
import path from "node:path";

import { findOnPath } from "../../toolchain/on-path.ts";
import { toolNamed } from "../../toolchain/tools.ts";
import { FakeMachine } from "./fake-tools.ts";

describe("findOnPath", () => {
  let machine: FakeMachine;
  const etcd = toolNamed("etcd");

  beforeEach(() => {
    machine = new FakeMachine();
  });

  afterEach(() => {
    machine.remove();
  });

  it("takes an installed tool of the pinned minor version, whatever its patch", async () => {
    const file = machine.install("etcd", "echo 'etcd Version: 3.6.1'");

    assert.deepEqual(await findOnPath(etcd, machine.env, []), {
      usable: { file, version: "3.6.1" },
    });
  });

  it("does not take another minor version, but names it", async () => {
    const file = machine.install("etcd", "echo 'etcd Version: 3.5.21'");

    assert.deepEqual(await findOnPath(etcd, machine.env, []), {
      other: { file, version: "3.5.21" },
    });
  });

  it("goes on to the next folder of PATH when the first has another minor version", async () => {
    machine.install("etcd", "echo 3.5.21");
    const second = path.join(machine.folder, "second");
    const file = machine.install("etcd", "echo 3.6.2", second);
    const env = { ...machine.env, PATH: `${machine.bin}:${second}` };

    assert.deepEqual((await findOnPath(etcd, env, [])).usable, { file, version: "3.6.2" });
  });

  it("finds Helm 3 and Helm 4 under the one name that both have", async () => {
    const file = machine.install("helm", "echo v4.2.9+gabcdef");

    const [three, four] = await Promise.all([
      findOnPath(toolNamed("helm3"), machine.env, []),
      findOnPath(toolNamed("helm4"), machine.env, []),
    ]);

    assert.deepEqual(three, { other: { file, version: "4.2.9" } });
    assert.deepEqual(four, { usable: { file, version: "4.2.9" } });
  });

  it("skips the npm wrapper of Pulumi, which downloads the CLI", async () => {
    const wrappers = path.join(machine.folder, "node_modules", ".bin");
    machine.install("pulumi", "echo v3.250.0", wrappers);
    const env = { ...machine.env, PATH: `${wrappers}:${machine.bin}` };

    assert.deepEqual(await findOnPath(toolNamed("pulumi"), env, []), { other: undefined });
  });

  it("skips our own folder", async () => {
    machine.install("etcd", "echo 3.6.9");

    assert.deepEqual(await findOnPath(etcd, machine.env, [machine.bin]), { other: undefined });
  });

  it("skips an executable that says no version", async () => {
    machine.install("etcd", "echo broken >&2; exit 1");

    assert.deepEqual(await findOnPath(etcd, machine.env, []), { other: undefined });
  });
});
