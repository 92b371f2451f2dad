import assert from "node:assert/strict";
import { execFileSync, spawn, spawnSync, type ChildProcess } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";

import { deadLocks } from "../../cli/engine-lock.ts";

/** As the file backend of Pulumi 3.250 writes it. */
const lock = {
  pid: 0,
  username: "kim",
  hostname: hostname(),
  timestamp: "2026-11-23T08:40:37.574671338Z",
};

describe("deadLocks", () => {
  let folder: string;
  let engine: ChildProcess | undefined;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "msa-lock-"));
  });
  afterEach(() => {
    engine?.kill("SIGKILL");
    engine = undefined;
    rmSync(folder, { recursive: true, force: true });
  });

  function write(
    changes: Partial<typeof lock>,
    { stack = "staging", name = "1253a731.json" } = {},
  ) {
    const locks = join(folder, "state/.pulumi/locks/organization/msa", stack);
    mkdirSync(locks, { recursive: true });
    writeFileSync(join(locks, name), JSON.stringify({ ...lock, ...changes }));
    writeFileSync(join(locks, `${name}.attrs`), "{}");
  }
  /** Number of a process that has ended. */
  const ended = () => spawnSync("true").pid;

  it("finds none where no engine has ever run", () => {
    assert.deepEqual(deadLocks(folder, "staging"), []);
  });

  it("finds the lock of a process that has ended", () => {
    const pid = ended();
    write({ pid });
    assert.deepEqual(deadLocks(folder, "staging"), [{ ...lock, pid }]);
  });

  it("finds the lock whose number another program has by now", () => {
    write({ pid: process.pid });
    assert.equal(deadLocks(folder, "staging").length, 1);
  });

  it("does not look at the locks of another stack", () => {
    write({ pid: 1, hostname: "elsewhere" }, { stack: "production" });
    assert.deepEqual(deadLocks(folder, "staging"), []);
  });

  it("leaves to the engine what is not written in full", () => {
    write({});
    writeFileSync(
      join(folder, "state/.pulumi/locks/organization/msa/staging/half.json"),
      '{"pid":',
    );
    assert.equal(deadLocks(folder, "staging").length, 1);
  });

  it("refuses while the run goes on, and says which process it is", () => {
    const pulumi = join(folder, "pulumi");
    copyFileSync(execFileSync("which", ["sleep"], { encoding: "utf8" }).trim(), pulumi);
    engine = spawn(pulumi, ["600"]);
    const pid = engine.pid ?? 0;
    write({ pid: ended() });
    write({ pid }, { name: "living.json" });
    assert.throws(() => deadLocks(folder, "staging"), {
      message:
        `staging: another run is going on (process ${pid}, started by kim at ${lock.timestamp}). ` +
        `Wait for it to end, or stop it: kill -INT ${pid}`,
    });
  });

  it("refuses what it cannot know: whether a process of another machine still runs", () => {
    write({ pid: 7, hostname: "elsewhere" });
    assert.throws(() => deadLocks(folder, "staging"), {
      message:
        `staging: another run holds the state (process 7, started by kim at ${lock.timestamp} on elsewhere). ` +
        "When it does not run any more: ./msa pulumi staging -- cancel --yes",
    });
  });
});
