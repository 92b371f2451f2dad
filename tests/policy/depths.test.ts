import assert from "node:assert/strict";

import { rules } from "../../policy/rules.ts";
import { allFixtures } from "./fixtures.ts";
import { allRows, depths, table } from "./matrix/rows.ts";
import { depthOf, isMovable } from "./matrix/place.ts";
import { goodDraft } from "./good-stack.ts";

const rows = allRows();
const name = (rule: string, depth: string) => `${rule} at depth ${depth}`;
const found = rows.map(({ rule, depth }) => name(rule.name, depth));
const excused = Object.entries(table["not-at"]).flatMap(([rule, at]) =>
  Object.keys(at).map((depth) => name(rule, depth)),
);

describe("the table of rules and depths", () => {
  it("has each rule at each depth: found there, or with a reason why not", () => {
    const all = rules.flatMap((rule) => depths.map((depth) => name(rule.name, depth)));
    assert.deepEqual(
      all.filter((each) => !found.includes(each) && !excused.includes(each)),
      [],
    );
  });

  it("gives no reason for a rule that is found there, or is none", () => {
    const names = rules.flatMap((rule) => depths.map((depth) => name(rule.name, depth)));
    assert.deepEqual(
      excused.filter((each) => found.includes(each) || !names.includes(each)),
      [],
    );
  });

  it("has the very messages of the fixtures where nothing is moved", () => {
    const fixtures = new Map(allFixtures().map(({ rule, fails }) => [rule, fails]));
    const natural = goodDraft();
    const unmoved = rows.flatMap(({ rule, depth, change, names, says }) => {
      const entries = names.map((each) => natural[each]).filter(isMovable);
      const fixture = fixtures.get(rule.name)?.find((each) => same(each.change, change));
      const isUnmoved = entries.length > 0 && entries.every((entry) => depthOf(entry) === depth);
      return isUnmoved && fixture !== undefined ? [{ rule: rule.name, says, fixture }] : [];
    });
    assert.ok(unmoved.length >= 60, `${unmoved.length} rows`);
    for (const { rule, says, fixture } of unmoved) {
      assert.deepEqual(says.map(withoutDefault), fixture.says.map(withoutDefault), rule);
    }
  });
});

function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** The fixtures' Application gives its chart no values, the engine's the real ones. */
function withoutDefault(message: string): string {
  return message.replace(/, default of [\w.]+\]$/, "]");
}
