import assert from "node:assert/strict";

import { deliveryRow } from "../../../../components/dashboards/overview/delivery-row.ts";
import { panelNamed, shown } from "../shown.ts";

describe("deliveryRow", () => {
  it("shows these panels, in these units", () => {
    assert.deepEqual(shown(deliveryRow), ["Applications: table, none", "Syncs: timeseries, none"]);
  });

  it("colours what Argo CD says of an Application", () => {
    assert.deepEqual(
      panelNamed(deliveryRow, "Applications").overrides?.map(({ matcher }) => matcher.options),
      ["Sync", "Health"],
    );
  });
});
