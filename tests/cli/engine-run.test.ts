import assert from "node:assert/strict";

import type { EngineEvent } from "@pulumi/pulumi/automation/index.js";

import { observed, type Listening } from "../../cli/engine-run.ts";

const begun = { preludeEvent: { config: {} } } as EngineEvent;
const heardItself = {
  stdoutEvent: { message: "^C received; cancelling. If you would like…\n", color: "never" },
} as EngineEvent;

/** How often an engine is told to end, while this happens to it. */
async function told(happens: (listening: Listening) => void): Promise<number> {
  let count = 0;
  await observed((listening) => {
    listening.signal.addEventListener("abort", () => (count += 1));
    happens(listening);
    return Promise.resolve();
  }, undefined);
  return count;
}

describe("an engine run that is interrupted", () => {
  const cases: readonly (readonly [string, number, (on: Listening) => void])[] = [
    [
      "by Ctrl-C, which the engine hears itself",
      0,
      ({ onEvent }) => {
        onEvent(begun);
        process.emit("SIGINT");
        onEvent(heardItself);
      },
    ],
    [
      "by Ctrl-C before the engine is there, which is told as soon as it is",
      1,
      ({ onEvent }) => {
        process.emit("SIGINT");
        onEvent(begun);
        onEvent(begun);
      },
    ],
    [
      "by Ctrl-C that the engine heard before it said anything else",
      0,
      ({ onEvent }) => {
        process.emit("SIGINT");
        onEvent(heardItself);
        onEvent(begun);
      },
    ],
    [
      "by SIGTERM, which is handed on",
      1,
      ({ onEvent }) => {
        onEvent(begun);
        process.emit("SIGTERM");
      },
    ],
    [
      "by SIGTERM before the engine is there",
      1,
      ({ onEvent }) => {
        process.emit("SIGTERM");
        onEvent(begun);
      },
    ],
    [
      "by nothing",
      0,
      ({ onEvent }) => {
        onEvent(begun);
      },
    ],
  ];
  for (const [title, count, happens] of cases) {
    it(`is told so ${count === 1 ? "once" : "not again"}: ${title}`, async () => {
      assert.equal(await told(happens), count);
    });
  }

  it("leaves no listener behind", async () => {
    const before = process.listenerCount("SIGINT") + process.listenerCount("SIGTERM");
    await told(() => undefined);
    assert.equal(process.listenerCount("SIGINT") + process.listenerCount("SIGTERM"), before);
  });
});

describe("an engine run that policies stop", () => {
  const policy = (enforcementLevel: "mandatory" | "warning", policyName: string) =>
    ({
      policyEvent: { policyName, enforcementLevel, message: `What it is for.\nA: b is 1.` },
    }) as EngineEvent;

  it("says what the mandatory rules found", async () => {
    const stopped = observed(({ onEvent }) => {
      onEvent(policy("mandatory", "strict-mtls"));
      onEvent(policy("warning", "some-advice"));
      return Promise.reject(new Error("exit status 255"));
    }, undefined);
    await assert.rejects(stopped, { message: "strict-mtls: A: b is 1." });
  });
});
