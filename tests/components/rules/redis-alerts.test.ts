import assert from "node:assert/strict";

import { redisAlerts } from "../../../components/rules/redis-alerts.ts";
import { alertRule } from "../../../components/rules/rule.ts";
import { redisCases } from "../../observability/cases/redis-cases.ts";
import { testAlerts } from "../../observability/promtool.ts";
import { platformFacts } from "../../observability/sample-facts.ts";

describe("redisAlerts", () => {
  it("fire in the minute they should and not just below it", async () => {
    const rules = redisAlerts("redis").map((text) =>
      alertRule("jclee.me", { ...text, labels: { environment: platformFacts.environment } }),
    );

    assert.ok(redisCases.length >= rules.length);
    assert.equal(await testAlerts([{ name: "alerts", rules }], redisCases), "");
  });
});
