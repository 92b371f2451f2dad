import assert from "node:assert/strict";

import { offList } from "../../../cli/print/off-list.ts";

const slack = {
  environment: "staging",
  what: "Notifications to Slack",
  why: "notifications/slack/token is not set",
  turnOn: "./msa secrets set staging notifications/slack/token",
} as const;

describe("offList", () => {
  it("says what is off, why, and what turns it on", () => {
    assert.equal(
      offList([slack]),
      [
        "Off until you turn it on:",
        "  Notifications to Slack (notifications/slack/token is not set)",
        "    ./msa secrets set staging notifications/slack/token",
      ].join("\n"),
    );
  });

  it("names the environments where there are several", () => {
    assert.match(
      offList([slack, { ...slack, environment: "production" }]),
      /\n {2}staging: Notifications[^]*\n {2}production: Notifications/,
    );
  });

  it("is empty when nothing is off", () => {
    assert.equal(offList([]), "");
  });
});
