import assert from "node:assert/strict";

import type { Exemptions, ServiceExemption } from "../../../policy/exemptions/exemption.ts";
import { ExemptionError, parseExemptions } from "../../../policy/exemptions/parse.ts";
import { judge } from "../../../policy/judge.ts";
import { rules } from "../../../policy/rules.ts";
import { changed } from "../change.ts";
import { goodDraft, stackOf } from "../good-stack.ts";

const today = "2026-11-23";
const own: ServiceExemption = {
  rule: "minimum-replicas",
  resource: "HorizontalPodAutoscaler/microservices/user-service-hpa",
  environments: ["production"],
  reason: "Moves to another cluster this month.",
  owner: "identity",
  expires: "2026-12-31",
};
const theirs = {
  release: "metrics-server",
  version: "3.13.1",
  rule: "minimum-replicas",
  reason: "It elects a leader; a second one only waits.",
};

/** What counts of a stack with the HPA's minimum and the platform's replicas too low. */
function judged(exemptions: Exemptions) {
  const draft = changed(goodDraft(), "hpa spec.minReplicas", 2);
  const stack = stackOf(changed(draft, "operator spec.replicas", 1));
  const only = rules.filter(({ name }) => name === "minimum-replicas");
  return judge(stack, only, { policy: {}, exemptions, today });
}

describe("an exemption of a service", () => {
  const levelOf = (exemption: ServiceExemption) =>
    judged({ services: [exemption], platform: [theirs] }).violations.find(({ object }) =>
      object.startsWith("Horizontal"),
    );

  it("turns the violation into a notice that says until when, by whom and why", () => {
    const found = levelOf(own);
    assert.equal(found?.level, "advisory");
    assert.ok(
      found.message.endsWith(
        " Exempted until 2026-12-31 by identity: Moves to another cluster this month.",
      ),
      found.message,
    );
  });

  it("reminds of its end in the last two weeks", () => {
    assert.match(levelOf({ ...own, expires: "2026-12-07" })?.message ?? "", / It ends soon\.$/);
    assert.doesNotMatch(levelOf({ ...own, expires: "2026-12-08" })?.message ?? "", /soon/);
  });

  it("holds on its last day and not on the day after, which says so", () => {
    assert.equal(levelOf({ ...own, expires: today })?.level, "advisory");
    const after = levelOf({ ...own, expires: "2026-11-22" });
    assert.equal(after?.level, "mandatory");
    assert.match(after.message, / Its exemption by identity ended on 2026-11-22\.$/);
  });

  it("is about one object, one rule and its environments; elsewhere it is an error of its own", () => {
    for (const other of [
      { resource: "HorizontalPodAutoscaler/microservices/other-hpa" },
      { rule: "maximum-replicas" },
    ]) {
      const { violations, unusedExemptions } = judged({
        services: [{ ...own, ...other }],
        platform: [],
      });
      assert.ok(violations.every(({ level }) => level === "mandatory"));
      assert.deepEqual(
        unusedExemptions.map(({ level }) => level),
        ["mandatory"],
      );
    }
    const elsewhere = judged({ services: [{ ...own, environments: ["staging"] }], platform: [] });
    assert.deepEqual(elsewhere.unusedExemptions, []);
    assert.ok(elsewhere.violations.every(({ level }) => level === "mandatory"));
  });
});

describe("an exemption of a release", () => {
  const found = (platform: Exemptions["platform"]) => {
    const result = judged({ services: [own], platform });
    return {
      ...result,
      own: result.violations.find(({ object }) => object.includes("metrics-server")),
    };
  };

  it("holds for its chart version and gives its reason", () => {
    const { own: violation, exemptions } = found([theirs]);
    assert.equal(violation?.level, "advisory");
    assert.match(violation.message, / Exempted for chart version 3\.13\.1: It elects a leader/);
    assert.deepEqual(exemptions, { active: 2, expiring: 0, expired: 0, unused: 0 });
  });

  it("ends with a new chart version, which asks for another look", () => {
    const { own: violation } = found([{ ...theirs, version: "3.13.0" }]);
    assert.equal(violation?.level, "mandatory");
    assert.match(
      violation.message,
      / Its exemption was for chart version 3\.13\.0; look at it again\.$/,
    );
  });

  it("is a notice when nothing needs it, and nothing where its chart was not seen", () => {
    const extra = [theirs, { ...theirs, rule: "no-host-ports" }, { ...theirs, release: "vpa" }];
    assert.deepEqual(found(extra).unusedExemptions, [
      {
        level: "advisory",
        message:
          "policy/platform-exemptions.yaml: the exemption of metrics-server 3.13.1 from no-host-ports is not needed here.",
      },
    ]);
  });
});

describe("a file of exemptions", () => {
  const parsed = (services: string, platform = "exemptions: []") =>
    parseExemptions({
      services: { file: "policy/exemptions.yaml", text: services },
      platform: { file: "policy/platform-exemptions.yaml", text: platform },
      rules,
      today,
    });
  const refused = (services: string, platform?: string) => {
    try {
      parsed(services, platform);
    } catch (error) {
      assert.ok(error instanceof ExemptionError);
      return error.message.split("\n");
    }
    return [];
  };
  const text = (change: Partial<Record<keyof ServiceExemption, unknown>>) =>
    JSON.stringify({ exemptions: [{ ...own, ...change }] });

  it("may be empty", () => {
    assert.deepEqual(parsed(""), { services: [], platform: [] });
  });

  it("is refused with every problem, before anything is judged", () => {
    const where = "policy/exemptions.yaml: exemptions";
    assert.deepEqual(refused(text({ rule: "minimum-replica" })), [
      `${where}[0].rule: there is no rule minimum-replica, did you mean minimum-replicas?.`,
    ]);
    assert.deepEqual(refused(text({ expires: "2027-05-23" })), [
      `${where}[0].expires: must be at most 180 days away (found 2027-05-23).`,
    ]);
    assert.deepEqual(refused(text({ rule: "no-privileged-containers" })), [
      `${where}[0].rule: no-privileged-containers accepts no exemption in production.`,
    ]);
    assert.equal(refused(text({ reason: "later", owner: "", resource: "Deployment/*" })).length, 3);
    assert.equal(refused(text({ expires: "tomorrow" })).length, 1);
    assert.equal(refused("exemptions: {").length, 1);
    assert.deepEqual(
      refused("", JSON.stringify({ exemptions: [{ ...theirs, release: "nothing" }] })),
      ["policy/platform-exemptions.yaml: exemptions[0].release: there is no release nothing."],
    );
  });
});
