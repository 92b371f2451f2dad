import assert from "node:assert/strict";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

import { takeLock, withLock } from "../../toolchain/lock.ts";

describe("the toolchain's lock", () => {
  let folder: string;
  let file: string;

  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), "lock-"));
    file = path.join(folder, "deep", "lock");
  });

  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it("is refused while its holder runs, and the holder is named", () => {
    assert.deepEqual(takeLock(file), { taken: true });
    assert.deepEqual(takeLock(file), { taken: false, holder: process.pid });
  });

  it("is taken over from a process that has gone", () => {
    takeLock(file);
    // Above the highest process number that Linux and macOS give.
    writeFileSync(file, "99999999 1");

    assert.deepEqual(takeLock(file), { taken: true });
  });

  it("is taken over when another process has got the number of its holder", () => {
    takeLock(file);
    writeFileSync(file, `${process.pid} 1`);

    assert.deepEqual(takeLock(file), { taken: true });
  });

  it("is taken over when it is empty", () => {
    takeLock(file);
    writeFileSync(file, "");

    assert.deepEqual(takeLock(file), { taken: true });
  });

  it("lets one piece of work wait for the other", async () => {
    const order: string[] = [];
    const work = (name: string) => async () => {
      order.push(`${name} begins`);
      await new Promise((resolve) => setTimeout(resolve, 50));
      order.push(`${name} ends`);
    };
    const onWait = (holder: number) => order.push(`waits for ${holder}`);

    await Promise.all([
      withLock(file, work("a"), { onWait }),
      withLock(file, work("b"), { onWait }),
    ]);

    assert.deepEqual(order, [
      "a begins",
      `waits for ${process.pid}`,
      "a ends",
      "b begins",
      "b ends",
    ]);
  });

  it("is released when the work fails", async () => {
    const failing = withLock(file, () => Promise.reject(new Error("broken")), { onWait: () => 0 });

    await assert.rejects(failing, { message: "broken" });
    assert.equal(existsSync(file), false);
  });

  it("is not waited for any longer once the run is stopped", async () => {
    takeLock(file);
    const stopped = new AbortController();
    const waiting = withLock(file, () => Promise.resolve(), {
      onWait: () => {
        stopped.abort();
      },
      signal: stopped.signal,
    });

    await assert.rejects(waiting, { name: "AbortError" });
  });
});
