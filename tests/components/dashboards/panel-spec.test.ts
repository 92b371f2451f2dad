import assert from "node:assert/strict";

import { badFrom, warnAndBad } from "../../../components/dashboards/panel-spec.ts";

describe("thresholds", () => {
  it("are orange from the first number and red from the second", () => {
    assert.deepEqual(warnAndBad(0.8, 0.95), [
      { value: 0.8, color: "orange" },
      { value: 0.95, color: "red" },
    ]);
  });

  it("are red at once where there is nothing between good and bad", () => {
    assert.deepEqual(badFrom(1), [{ value: 1, color: "red" }]);
  });
});
