import assert from "node:assert/strict";

import { dashboard } from "../../../components/dashboards/dashboard.ts";

const made = dashboard({
  uid: "infrastructure",
  description: "What carries the services.",
  variables: [],
  rows: [{ title: "Nodes", panels: [] }],
});

describe("dashboard", () => {
  it("takes its title from its uid and opens with the last hour, read anew every half minute", () => {
    assert.equal(made.title, "Infrastructure");
    assert.deepEqual(made.time, { from: "now-1h", to: "now" });
    assert.equal(made.refresh, "30s");
  });

  it("has no number of its own, is found by a tag and cannot be edited", () => {
    assert.equal("id" in made, false);
    assert.deepEqual(made.tags, ["msa"]);
    assert.equal(made.editable, false);
    assert.equal(made.schemaVersion, 42);
  });
});
