import assert from "node:assert/strict";

import { answerWithin, describeFailure } from "../../../cli/preflight/fetch-failure.ts";

describe("describeFailure", () => {
  it("gives the cause that fetch hides behind its own words", () => {
    const cause = new Error("connect ECONNREFUSED 127.0.0.1:1");
    assert.equal(
      describeFailure(new TypeError("fetch failed", { cause })),
      "connect ECONNREFUSED 127.0.0.1:1",
    );
  });

  it("gives the first of a name's several addresses, whose joint failure has no words", () => {
    const each = ["::1", "127.0.0.1"].map((address) => new Error(`connect to ${address}`));
    const cause = new AggregateError(each);
    assert.equal(describeFailure(new TypeError("fetch failed", { cause })), "connect to ::1");
  });

  it("says how long it waited", () => {
    const late = new DOMException("The operation was aborted due to timeout", "TimeoutError");
    assert.equal(describeFailure(late, 2_500), "no answer in 2.5 s");
  });
});

describe("answerWithin", () => {
  it("is the answer that comes in time, or its failure", async () => {
    assert.equal(await answerWithin(10_000, Promise.resolve("yes")), "yes");
    await assert.rejects(answerWithin(10_000, Promise.reject(new Error("no"))), { message: "no" });
  });

  it("fails when no answer comes", async () => {
    await assert.rejects(answerWithin(20, new Promise(() => undefined)), {
      message: "no answer in 0.02 s",
    });
  });
});
