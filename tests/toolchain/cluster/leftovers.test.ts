import assert from "node:assert/strict";
import { existsSync, mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { layoutOf } from "../../../toolchain/cluster/layout.ts";
import { removeLeftovers } from "../../../toolchain/cluster/leftovers.ts";
import { keptPorts } from "../../../toolchain/cluster/ports.ts";

const shared = "/dev/shm";
const manifest = '{"metadata":{"annotations":{"argocd.argoproj.io/tracking-id":"x"}}}';

describe("what the processes of a cluster leave behind", () => {
  const layout = layoutOf(mkdtempSync(join(tmpdir(), "msa-left-")));
  const made: string[] = [];

  afterEach(() => {
    for (const file of made.splice(0)) rmSync(file, { force: true });
  });

  after(() => {
    rmSync(layout.folder, { recursive: true, force: true });
  });

  /** A file of Argo CD's in shared memory, `age` minutes old. */
  function leave(name: string, content: string, age = 0): string {
    const file = join(shared, `${process.pid}${name}`);
    writeFileSync(file, content);
    const time = Date.now() / 1000 - age * 60;
    utimesSync(file, time, time);
    made.push(file);
    return file;
  }

  it("is gone with the temporary folder", async () => {
    mkdirSync(join(layout.temporary, "chart"), { recursive: true });

    await removeLeftovers(layout, undefined);
    assert.equal(existsSync(layout.temporary), false);
  });

  it("is removed from shared memory only where it names this cluster or is of no use to any", async function () {
    if (!existsSync(shared)) this.skip();
    const ports = await keptPorts(layout);
    const port = ports["kube-apiserver"];
    const files = {
      own: leave("1", `    server: https://127.0.0.1:${port}\n`),
      other: leave("2", `    server: https://127.0.0.1:${port}0\n`),
      fresh: leave("3", manifest),
      outdated: leave("4", manifest, 11),
      foreign: leave("5", '{"kind":"ConfigMap"}', 11),
      named: leave("x6", `    server: https://127.0.0.1:${port}\n`),
    };

    await removeLeftovers(layout, ports);
    assert.deepEqual(
      Object.entries(files).flatMap(([name, file]) => (existsSync(file) ? [name] : [])),
      ["other", "fresh", "foreign", "named"],
    );
  });
});
