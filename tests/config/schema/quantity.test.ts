import assert from "node:assert/strict";
import { bytes, millicores } from "../../../config/schema/quantity.ts";

describe("an amount of cpu", () => {
  it("is counted in thousandths of a core", () => {
    assert.deepEqual(
      ["500m", "2", "0.5", "0.1", "1.001", "1500m"].map(millicores),
      [500, 2000, 500, 100, 1001, 1500],
    );
  });

  it("is none when Kubernetes would round it, or not read it", () => {
    const none = ["0.5m", "0.0005", "1Gi", "1k", "1e3", "-1", "", " 1", "1,5", "m"];
    assert.deepEqual(
      none.filter((quantity) => millicores(quantity) !== undefined),
      [],
    );
  });
});

describe("an amount of memory", () => {
  it("is counted in bytes, in tens and in twos", () => {
    assert.deepEqual(
      ["1", "1k", "1Ki", "1M", "512Mi", "1Gi", "0.5Gi", "2T"].map(bytes),
      [1, 1000, 1024, 1e6, 536_870_912, 1_073_741_824, 536_870_912, 2e12],
    );
  });

  it("is none when it is a part of a byte, or no quantity", () => {
    const none = ["512m", "1K", "1ki", "1MB", "128MiB", "0.5", "1 Gi", "", "-1Gi", "Gi"];
    assert.deepEqual(
      none.filter((quantity) => bytes(quantity) !== undefined),
      [],
    );
  });
});
