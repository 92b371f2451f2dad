import assert from "node:assert/strict";

import { limitsRow } from "../../../../components/dashboards/performance/limits-row.ts";
import { resourceLimits } from "../../../../components/rules/resource-limits.ts";
import { serviceFacts } from "../../../observability/sample-facts.ts";
import { exprsOf, shown, stepsOf } from "../shown.ts";

describe("limitsRow", () => {
  it("shows these panels, in these units", () => {
    assert.deepEqual(shown(limitsRow), [
      "CPU of its limit: timeseries, percentunit",
      "CPU throttled: timeseries, percentunit",
      "Memory of its limit: timeseries, percentunit",
    ]);
  });

  it("draws the lines from which ResourceLimitExceeded fires", () => {
    const { rules } = resourceLimits(serviceFacts);
    const limit = (resource: string) =>
      Number(
        /> ([\d.]+)$/.exec(
          rules.find(({ labels }) => labels?.["resource"] === resource)?.expr ?? "",
        )?.[1],
      );

    assert.equal(stepsOf(limitsRow, "CPU throttled").at(-1), limit("cpu"));
    assert.equal(stepsOf(limitsRow, "Memory of its limit").at(-1), limit("memory"));
  });

  it("reads only series that are recorded", () => {
    for (const expr of exprsOf(limitsRow)) assert.match(expr, /^container:\w+:\w+\{[^}]+\}$/);
  });
});
