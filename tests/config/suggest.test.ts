import assert from "node:assert/strict";
import { isEnvironment, noSuchEnvironment } from "../../config/environments.ts";
import { environments } from "../../config/model.ts";
import { all, didYouMean, either, suggest } from "../../config/suggest.ts";

describe("suggest", () => {
  const cases: readonly (readonly [string, string | undefined])[] = [
    ["prod", "production"],
    ["Production", "production"],
    ["dev ", "development"],
    ["stage", "staging"],
    ["stg", "staging"],
    ["prd", "production"],
    ["prodcution", "production"],
    ["qa", undefined],
    ["", undefined],
    ["canary", undefined],
  ];
  for (const [word, expected] of cases) {
    it(`takes ${JSON.stringify(word)} for ${expected ?? "none"}`, () => {
      assert.equal(suggest(word, environments), expected);
    });
  }

  it("prefers fewer typing errors to an earlier place", () => {
    assert.equal(suggest("limit", ["limbs", "limits"]), "limits");
  });

  it("counts two swapped letters as one error", () => {
    assert.equal(suggest("ab", ["ba"]), "ba");
    assert.equal(suggest("ab", ["cd"]), undefined);
  });
});

describe("the words of a list", () => {
  it("have one conjunction, before the last", () => {
    assert.deepEqual(
      [either(["a", "b", "c"]), all(["a", "b"]), all(["a"])],
      ["a, b or c", "a and b", "a"],
    );
  });

  it("offer nothing where nothing is near", () => {
    assert.equal(didYouMean("zzz", ["a"]), "");
  });
});

describe("the name of an environment", () => {
  it("is exact", () => {
    assert.deepEqual(["production", "Production", "prod"].map(isEnvironment), [true, false, false]);
  });

  it("is suggested where a wrong one is near, and all are listed", () => {
    assert.equal(
      noSuchEnvironment("prod"),
      'there is no environment "prod". Did you mean "production"? Environments are development, staging and production.',
    );
  });
});
