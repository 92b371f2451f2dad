import assert from "node:assert/strict";

import { closedSchema } from "../../../toolchain/stand-ins/values-schema.ts";

const draft = { $schema: "http://json-schema.org/draft-07/schema#" };
const end = { additionalProperties: false };

describe("the schema of a stand-in's values", () => {
  it("is closed at every level that is not open", () => {
    assert.deepEqual(closedSchema([["a", "b"], ["a", "c"], ["d"]]), {
      ...draft,
      properties: { a: { properties: { b: end, c: end }, additionalProperties: false }, d: end },
      additionalProperties: false,
    });
  });

  it("allows anything below **, whatever else is listed there", () => {
    const expected = { ...draft, properties: { a: true }, additionalProperties: false };

    assert.deepEqual(closedSchema([["a", "**"]]), expected);
    assert.deepEqual(
      closedSchema([
        ["a", "b"],
        ["a", "**"],
      ]),
      expected,
    );
  });

  it("allows any key for *, and below it what is listed", () => {
    assert.deepEqual(closedSchema([["a", "*"]]).properties, { a: { additionalProperties: end } });
    assert.deepEqual(
      closedSchema([
        ["a", "*", "url"],
        ["a", "b"],
      ]).properties,
      {
        a: {
          properties: { b: end },
          additionalProperties: { properties: { url: end }, additionalProperties: false },
        },
      },
    );
  });

  it("refuses all values of a chart that has none", () => {
    assert.deepEqual(closedSchema([]), { ...draft, additionalProperties: false });
  });
});
