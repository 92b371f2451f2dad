import assert from "node:assert/strict";

import type { TestedReceiver } from "../../../cli/commands/notify-test.ts";
import { notifyTable } from "../../../cli/print/notify-table.ts";

const slack: TestedReceiver = {
  channel: "slack",
  receiver: "slack #shop",
  events: ["health-degraded", "sync-failed"],
  delivered: 2,
  failedAttempts: 0,
  ok: true,
};

const result = {
  environment: "staging",
  episode: "2026-11-23T12:00:00Z",
  receivers: [slack],
  off: [],
  ok: true,
} as const;

describe("what a test of the channels prints", () => {
  it("has a row for each receiver, with what arrived there", () => {
    assert.match(notifyTable(result, false), /│ slack #shop │ 2 of 2 +│ health-degraded │/);
  });

  it("says why something did not arrive, and how often it was tried", () => {
    const failed = {
      ...slack,
      delivered: 1,
      failedAttempts: 3,
      ok: false,
      failure: "no answer yet",
    };
    const table = notifyTable({ ...result, receivers: [failed] }, false);

    assert.match(table, /│ 1 of 2 +│ health-degraded │ no answer yet \(3 failed attempts\) +│/);
  });

  it("names what is off with what turns it on, and says when that is everything", () => {
    const off = [
      {
        environment: "staging",
        what: "Notifications to Slack",
        why: "no token",
        turnOn: "./msa secrets set",
      },
    ] as const;

    assert.equal(
      notifyTable({ ...result, receivers: [], off }, false),
      "No channel is on, so nothing was sent.\nOff until you turn it on:\n" +
        "  Notifications to Slack (no token)\n    ./msa secrets set",
    );
  });
});
