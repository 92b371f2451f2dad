import assert from "node:assert/strict";
import { cronFault } from "../../../config/schema/cron.ts";

/**
 * Each line was given to Argo CD's own parser (robfig/cron v3, five fields). It takes the right ones; of
 * the wrong ones it takes those under `meaningless` and overlooks what makes no sense in them.
 */
const right = [
  "* * * * *",
  "? ? ? ? ?",
  "0 22 * * 1-5",
  "*/15 0-23/2 1,15 1-12 0",
  "5/10 * * * *",
  "00 007 * * *",
  "0 0 * jan,MAR-may SUN",
  "0 0 29 2 *",
  "0 0 31 1-2 *",
  "0 0 30 feb mon",
  "*/90 * * * *",
];
const wrong = [
  "",
  "@daily",
  "@every 1h",
  "TZ=UTC 0 0 * * *",
  "CRON_TZ=UTC 0 0 * * *",
  "0 0 * *",
  "0 0 * * * *",
  "60 * * * *",
  "* 24 * * *",
  "* * 0 * *",
  "* * 32 * *",
  "* * * 0 *",
  "* * * 13 *",
  "* * * * 7",
  "* * * january *",
  "* * * * jan",
  "* jan * * *",
  "10-5 * * * *",
  "1-2-3 * * * *",
  "*/0 * * * *",
  "*/-1 * * * *",
  "*/x * * * *",
  "*/ * * * *",
  "*/2/2 * * * *",
  "-1 * * * *",
  "1.5 * * * *",
  "L * * * *",
];
const meaningless = [
  "0 0  * * *",
  " 0 0 * * *",
  "0, * * * *",
  "*-5 * * * *",
  "0 0 30 feb *",
  "0 0 31 4,6,9,11 *",
  "0 0 30,31 2 ?",
];

describe("a schedule", () => {
  it("is right when Argo CD reads it", () => {
    assert.deepEqual(
      right.filter((schedule) => cronFault(schedule) !== undefined),
      [],
    );
  });

  it("is wrong when Argo CD refuses it, or would read what nobody meant", () => {
    assert.deepEqual(
      [...wrong, ...meaningless].filter((schedule) => cronFault(schedule) === undefined),
      [],
    );
  });

  it("shows the field that is wrong, and what it may be", () => {
    assert.deepEqual(cronFault("0 0 * * 1-7"), {
      wrong: 'must be five fields of cron such as "0 22 * * 1-5"',
      found: '"1-7"',
      hint: "The day of the week must be 0 to 6 or sun to sat; Sunday is 0.",
    });
  });
});
