import assert from "node:assert/strict";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

import { run } from "../../toolchain/run.ts";
import { endAll, leftOf } from "./process-tree.ts";

describe("run", () => {
  let folder: string;
  let started: number[] = [];

  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), "run-"));
  });

  afterEach(() => {
    endAll(started.splice(0));
    rmSync(folder, { recursive: true, force: true });
  });

  it("tells what a command printed and how it ended", async () => {
    assert.deepEqual(await run("sh", ["-c", "echo out; echo err >&2; exit 4"]), {
      code: 4,
      stdout: "out\n",
      stderr: "err\n",
    });
  });

  it("answers for a command that does not exist", async () => {
    assert.deepEqual(await run("no-such-command", []), {
      code: -1,
      stdout: "",
      stderr: "spawn no-such-command ENOENT",
    });
  });

  it("ends a command and what the command has started when it is stopped", async () => {
    const stopped = new AbortController();
    const pids = path.join(folder, "pids");
    const script = `sleep 600 & echo "$$ $!" > ${pids}.partial; mv ${pids}.partial ${pids}; wait`;
    const running = run("sh", ["-c", script], { signal: stopped.signal });
    while (!existsSync(pids)) {
      await sleep(20);
    }

    started = readFileSync(pids, "utf8").trim().split(" ").map(Number);

    stopped.abort();

    assert.deepEqual(await leftOf(started, 5), []);
    assert.equal((await running).code, -1);
  });
});
