import assert from "node:assert/strict";

import { istiodRow } from "../../../../components/dashboards/infrastructure/istiod-row.ts";
import { panelNamed, shown, stepsOf } from "../shown.ts";

describe("istiodRow", () => {
  it("shows these panels, in these units", () => {
    assert.deepEqual(shown(istiodRow), [
      "Connected proxies: stat, none",
      "Time until a change arrives: timeseries, s",
      "Pushes and refusals: timeseries, ops",
      "Root certificate of the mesh: stat, s",
    ]);
  });

  it("is red without a proxy, and while the root certificate has less than 30 days", () => {
    const day = 86_400;

    for (const title of ["Connected proxies", "Root certificate of the mesh"]) {
      assert.equal(panelNamed(istiodRow, title).baseColor, "red", title);
    }
    assert.deepEqual(stepsOf(istiodRow, "Connected proxies"), [1]);
    assert.deepEqual(stepsOf(istiodRow, "Root certificate of the mesh"), [30 * day, 90 * day]);
  });
});
