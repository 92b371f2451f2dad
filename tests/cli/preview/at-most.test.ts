import assert from "node:assert/strict";

import { atMost } from "../../../cli/preview/at-most.ts";

describe("atMost", () => {
  it("runs in order, never more than it may, and goes on after a failure", async () => {
    const two = atMost(2);
    const seen: string[] = [];
    let running = 0;
    let most = 0;
    const work = (name: string) => async () => {
      most = Math.max(most, (running += 1));
      seen.push(name);
      await Promise.resolve();
      running -= 1;
      if (name === "b") throw new Error(name);
      return name;
    };
    const results = await Promise.allSettled(["a", "b", "c", "d"].map((name) => two(work(name))));

    assert.deepEqual([seen, most, running], [["a", "b", "c", "d"], 2, 0]);
    assert.deepEqual(
      results.map(({ status }) => status),
      ["fulfilled", "rejected", "fulfilled", "fulfilled"],
    );
  });
});
