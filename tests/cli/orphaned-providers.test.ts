import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

import { endOrphanedProviders } from "../../cli/orphaned-providers.ts";
import { commandLine } from "../../toolchain/cluster/processes.ts";
import { processesWith } from "../support/processes.ts";
import { endAll } from "../toolchain/process-tree.ts";

describe("endOrphanedProviders", () => {
  let home: string;
  let plugin: string;
  const started: number[] = [];
  before(() => {
    home = mkdtempSync(join(tmpdir(), "msa-orphans-"));
    const folder = join(home, "plugins", "resource-kubernetes-v4.25.0");
    plugin = join(folder, "pulumi-resource-kubernetes");
    mkdirSync(folder, { recursive: true });
    const found = (name: string) => execFileSync("which", [name], { encoding: "utf8" }).trim();
    copyFileSync(found("sleep"), plugin);
    copyFileSync(found("sh"), join(home, "pulumi"));
  });
  after(() => {
    endAll(started);
    rmSync(home, { recursive: true, force: true });
  });

  /** Starts the plugin from a shell, which waits for it or is gone; resolves when it runs. */
  async function startFrom(shell: string, ending: string): Promise<void> {
    const child = spawn(shell, ["-c", `${plugin} 600 & echo $!; ${ending}`], {
      stdio: ["ignore", "pipe", "ignore"],
    });
    if (child.pid !== undefined) started.push(child.pid);
    const exited = new Promise((resolve) => child.once("exit", resolve));
    const line = await new Promise<Buffer>((resolve) => child.stdout.once("data", resolve));
    const pid = Number(line.toString());
    started.push(pid);
    // The shell says the number before the new process has become the plugin.
    while (!commandLine(pid).startsWith(plugin)) await sleep(10);
    child.stdout.destroy();
    if (ending === "exit") await exited;
  }

  it("ends a provider whose engine is gone, and leaves that of a living one", async () => {
    await startFrom(join(home, "pulumi"), "wait");
    await startFrom("sh", "exit");
    assert.equal(
      processesWith(`${plugin} 600`).filter((line) => line.startsWith(plugin)).length,
      2,
    );
    assert.equal(await endOrphanedProviders(home), 1);
    assert.equal(
      processesWith(`${plugin} 600`).filter((line) => line.startsWith(plugin)).length,
      1,
    );
    assert.equal(await endOrphanedProviders(home), 0);
  });

  it("leaves the providers of other installations alone", async () => {
    await startFrom("sh", "exit");
    assert.equal(await endOrphanedProviders(join(home, "other")), 0);
    assert.equal(await endOrphanedProviders(home), 1);
  });
});
