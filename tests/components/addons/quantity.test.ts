import assert from "node:assert/strict";

import { bytesOf } from "../../../components/addons/quantity.ts";

describe("bytesOf", () => {
  it("reads binary and decimal suffixes, fractions and plain numbers", () => {
    assert.equal(bytesOf("512Mi"), 536_870_912);
    assert.equal(bytesOf("1.5Gi"), 1_610_612_736);
    assert.equal(bytesOf("2G"), 2_000_000_000);
    assert.equal(bytesOf("1024"), 1024);
  });

  it("takes a share of it, rounded down", () => {
    assert.equal(bytesOf("10", 0.75), 7);
  });

  it("refuses what is no number of bytes", () => {
    assert.throws(() => bytesOf("500m"), /^Error: 500m: not a quantity of bytes\.$/);
    assert.throws(() => bytesOf("much"), /^Error: much: not a quantity of bytes\.$/);
  });
});
