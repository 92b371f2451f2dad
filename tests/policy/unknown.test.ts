import assert from "node:assert/strict";

import { judge } from "../../policy/judge.ts";
import { noExemptions } from "../../policy/exemptions/exemption.ts";
import { unknownValue } from "../../policy/model/unknown.ts";
import { rules } from "../../policy/rules.ts";
import { changed } from "./change.ts";
import { goodDraft, stackOf } from "./good-stack.ts";

const terms = { policy: {}, exemptions: noExemptions, today: "2026-11-23" };

/** The good stack with one value that only the cluster knows; YAML has no word for it. */
function withUnknown(where: string) {
  return stackOf(changed(goodDraft(), where, unknownValue));
}

describe("a value that is not known before it is applied", () => {
  it("is named by resource and field, once for each rule that reads it, and is no violation", () => {
    const { violations, notCheckable } = judge(withUnknown("quota spec.hard.pods"), rules, terms);
    assert.deepEqual(violations, []);
    assert.deepEqual(notCheckable, [
      {
        rule: "quantities-parse",
        object: "ResourceQuota microservices/services",
        path: "spec.hard.pods",
      },
      {
        rule: "quota-covers-autoscaling",
        object: "ResourceQuota microservices/services",
        path: "spec.hard.pods",
      },
    ]);
  });

  it("does not hide what is wrong with another object", () => {
    const draft = changed(goodDraft(), "quota spec.hard.pods", unknownValue);
    const stack = stackOf(changed(draft, "limits spec.limits[0].default.cpu", "x"));
    assert.deepEqual(
      judge(stack, rules, terms).violations.map(({ rule }) => rule),
      ["quantities-parse"],
    );
  });

  it("is nobody's concern where no rule looks", () => {
    assert.deepEqual(judge(withUnknown("settings immutable"), rules, terms).notCheckable, []);
  });
});
