import assert from "node:assert/strict";

import { requestsRow } from "../../../../components/dashboards/performance/requests-row.ts";
import { exprsOf, panelNamed, shown } from "../shown.ts";

describe("requestsRow", () => {
  it("shows these panels, in these units", () => {
    assert.deepEqual(shown(requestsRow), [
      "Requests by response code: timeseries, reqps",
      "Requests by caller: timeseries, reqps",
      "Errors by code and reason: timeseries, reqps",
      "Errors as callers see them: timeseries, percentunit",
    ]);
  });

  it("never counts a request at both its ends", () => {
    for (const expr of exprsOf(requestsRow)) {
      const ends = new Set([...expr.matchAll(/reporter="(\w+)"/g)].map(([, end]) => end));
      assert.ok(ends.size <= 1, expr);
    }
  });

  it("counts for callers also what never arrived, which has the code 0", () => {
    const [query] = panelNamed(requestsRow, "Errors as callers see them").queries;

    assert.match(query?.expr ?? "", /reporter="source".*response_code=~"5\.\.\|0"/);
  });
});
