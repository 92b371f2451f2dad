import assert from "node:assert/strict";

import { inWords, valueAtPath } from "../../../verify/checks/json-path.ts";

describe("a path into an answer", () => {
  const answer = { status: "ok", items: [{ "first-name": "Ada", tags: [] }, null], count: 0 };

  it("leads through keys and indexes", () => {
    assert.equal(valueAtPath(answer, "status"), "ok");
    assert.equal(valueAtPath(answer, "items[0].first-name"), "Ada");
    assert.equal(valueAtPath(answer, "items[1]"), null);
    assert.equal(valueAtPath(["a", "b"], "[1]"), "b");
  });

  it("leads nowhere past the end, into text, or to what every object inherits", () => {
    for (const path of ["items[2]", "status.length", "items[1].name", "toString", "__proto__"]) {
      assert.equal(valueAtPath(answer, path), undefined, path);
    }
  });

  it("is told in a few words, without the content of lists and maps", () => {
    assert.deepEqual([undefined, null, "ok", 3, [1], { a: 1 }, "x".repeat(100)].map(inWords), [
      "not there",
      "null",
      '"ok"',
      "3",
      "a list",
      "a map",
      `"${"x".repeat(79)}…`,
    ]);
  });
});
