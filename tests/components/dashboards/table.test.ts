import assert from "node:assert/strict";

import { asOneTable, colouredWords } from "../../../components/dashboards/table.ts";

describe("asOneTable", () => {
  it("joins queries by their labels, names the columns in this order and hides the rest", () => {
    assert.deepEqual(asOneTable({ name: "Application", Value: "Pods" }, ["job"]), [
      { id: "merge", options: {} },
      {
        id: "organize",
        options: {
          excludeByName: { Time: true, job: true },
          indexByName: { name: 0, Value: 1 },
          renameByName: { name: "Application", Value: "Pods" },
        },
      },
    ]);
  });
});

describe("colouredWords", () => {
  it("colours the words of one column", () => {
    assert.deepEqual(colouredWords("Sync", { Synced: "green" }), {
      matcher: { id: "byName", options: "Sync" },
      properties: [
        {
          id: "mappings",
          value: [
            { type: "value", options: { Synced: { text: "Synced", color: "green", index: 0 } } },
          ],
        },
        { id: "custom.cellOptions", value: { type: "color-text" } },
      ],
    });
  });
});
