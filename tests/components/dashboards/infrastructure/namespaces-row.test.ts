import assert from "node:assert/strict";

import { namespacesRow } from "../../../../components/dashboards/infrastructure/namespaces-row.ts";
import { exprsOf, shown, stepsOf } from "../shown.ts";

describe("namespacesRow", () => {
  it("shows these panels, in these units", () => {
    assert.deepEqual(shown(namespacesRow), [
      "Quota used: bargauge, percentunit",
      "Volumes: bargauge, percentunit",
      "Pods that do not run: timeseries, none",
    ]);
  });

  it("shows the chosen namespaces only", () => {
    for (const expr of exprsOf(namespacesRow)) assert.match(expr, /namespace=~"\$namespace"/);
  });

  it("draws the line from which the alert about a quota fires", () => {
    assert.equal(stepsOf(namespacesRow, "Quota used").at(-1), 0.95);
  });
});
