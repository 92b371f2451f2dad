import assert from "node:assert/strict";

import { daysBetween, today } from "../../../cli/secrets/age.ts";

describe("today", () => {
  it("is the day on the person's own calendar, with two digits each", () => {
    assert.equal(today(new Date(2026, 0, 5, 0, 0, 1)), "2026-01-05");
    assert.equal(today(new Date(2026, 11, 31, 23, 59, 59)), "2026-12-31");
  });
});

describe("daysBetween", () => {
  for (const [from, to, days] of [
    ["2026-11-23", "2026-11-23", 0],
    ["2026-11-23", "2026-11-24", 1],
    ["2026-02-28", "2026-03-01", 1],
    ["2025-11-23", "2026-11-23", 365],
  ] as const) {
    it(`counts ${days} from ${from} to ${to}`, () => {
      assert.equal(daysBetween(from, to), days);
    });
  }
});
