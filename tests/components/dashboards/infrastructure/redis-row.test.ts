import assert from "node:assert/strict";

import { redisRow } from "../../../../components/dashboards/infrastructure/redis-row.ts";
import { shown, stepsOf } from "../shown.ts";

describe("redisRow", () => {
  it("shows these panels, in these units", () => {
    assert.deepEqual(shown(redisRow), [
      "Nodes: stat, none",
      "Memory of each node: timeseries, percentunit",
      "Commands and evictions: timeseries, ops",
      "Connections: timeseries, none",
    ]);
  });

  it("draws the line from which RedisMemoryHigh fires", () => {
    assert.equal(stepsOf(redisRow, "Memory of each node").at(-1), 0.9);
  });
});
