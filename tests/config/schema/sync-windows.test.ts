import assert from "node:assert/strict";
import { syncWindows, timeZones } from "../../../config/schema/sync-windows.ts";

/** What is wrong with one window; undefined when nothing is. */
function fault(change: Readonly<Record<string, unknown>>): string | undefined {
  const window = { kind: "deny", schedule: "0 22 * * *", duration: "8h", ...change };
  return syncWindows.safeParse([window]).error?.issues[0]?.message;
}

describe("the time zone of a window", () => {
  it("is every name that this machine's own list has, and no other way to write one", () => {
    const canonical = Intl.supportedValuesOf("timeZone");
    assert.deepEqual(
      canonical.filter((name) => !timeZones.has(name)),
      [],
    );
    for (const name of ["Asia/Seoul", "Asia/Kolkata", "Europe/Kyiv", "UTC", "ROK", "Etc/GMT-9"]) {
      assert.equal(fault({ timeZone: name }), undefined, name);
    }
    for (const name of ["asia/seoul", "Seoul", "KST", "+09:00", "Local", "", "Asia/Soul"]) {
      assert.equal(
        fault({ timeZone: name }),
        "must be a time zone of IANA such as Asia/Seoul",
        name,
      );
    }
  });

  it("is one that JavaScript knows too, so that the list has no slip", () => {
    const unknown = [...timeZones].filter((name) => {
      try {
        new Intl.DateTimeFormat("en", { timeZone: name });
        return false;
      } catch {
        return true;
      }
    });
    assert.deepEqual(unknown, []);
  });
});

describe("the duration of a window", () => {
  it("is what Go reads, from a minute to a year", () => {
    for (const duration of ["1m", "60s", "8h", "2h30m", "1h0m10s", "8760h"]) {
      assert.equal(fault({ duration }), undefined, duration);
    }
    for (const duration of ["", "8", "1d", "30m2h", "-1h", "1.5h", "2h 30m", "8H", "h", "1w"]) {
      assert.equal(fault({ duration }), "must be a duration such as 2h30m", duration);
    }
    assert.equal(fault({ duration: "59s" }), "must be at least 1m");
    assert.equal(fault({ duration: "8760h1m" }), "must be at most 8760h, a year");
  });
});
