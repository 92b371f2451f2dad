import assert from "node:assert/strict";

import { judgeRule } from "../../policy/judge-rule.ts";
import type { Subject } from "../../policy/model/subject.ts";
import { rules } from "../../policy/rules.ts";
import { objectSchemas, type ObjectSchemas } from "../support/object-findings.ts";
import { goodDraft, stackOf } from "./good-stack.ts";
import { bare, remedied, remedies } from "./remedied.ts";

describe("a remedy", function () {
  this.timeout(120_000);
  const { config } = stackOf(goodDraft());
  let schemas: ObjectSchemas;
  before(() => {
    schemas = objectSchemas();
  });
  after(() => {
    schemas.remove();
  });

  it("exists for each rule that some environment remedies, and for no other", () => {
    const remedied = rules.filter(({ levels }) => Object.values(levels).includes("remediate"));
    assert.deepEqual(
      remedies.map(({ rule }) => rule.name),
      remedied.map(({ name }) => name),
    );
  });

  for (const { rule, remedy } of remedies) {
    it(`of ${rule.name} leaves nothing to find, changes nothing in place, and nothing when applied again`, () => {
      const before = JSON.stringify(bare);
      const after = remedy(bare);
      assert.ok(after !== undefined);
      assert.equal(JSON.stringify(bare), before);
      assert.equal(remedy(after), undefined);
      const origin = { depth: "resource", urn: "urn:pulumi:p::m::t::n", owner: "bare" } as const;
      const subjects = [{ object: after as unknown as Subject["object"], origin }];
      assert.deepEqual(
        judgeRule(rule, { config, subjects, unrendered: [] }, "production").findings,
        [],
      );
    });
  }

  it("makes an object that the schemas of the API accept, all of them together", () => {
    assert.deepEqual(schemas.findings([remedied(bare)]), []);
  });
});
