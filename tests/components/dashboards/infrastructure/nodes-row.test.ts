import assert from "node:assert/strict";

import { nodesRow } from "../../../../components/dashboards/infrastructure/nodes-row.ts";
import { panelNamed, shown } from "../shown.ts";

describe("nodesRow", () => {
  it("shows these panels, in these units", () => {
    assert.deepEqual(shown(nodesRow), [
      "CPU by node: timeseries, percentunit",
      "Memory by node: timeseries, percentunit",
      "Disk by node: timeseries, percentunit",
      "Nodes not ready: stat, none",
      "Requested of what there is: bargauge, percentunit",
    ]);
  });

  it("leaves out file systems that have no disk of their own", () => {
    const [query] = panelNamed(nodesRow, "Disk by node").queries;

    assert.match(query?.expr ?? "", /fstype!~"tmpfs\|overlay\|squashfs\|ramfs"/);
  });
});
