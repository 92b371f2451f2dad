import assert from "node:assert/strict";

import { deliveryAlerts } from "../../../components/rules/delivery-alerts.ts";
import { alertRule } from "../../../components/rules/rule.ts";
import { deliveryCases } from "../../observability/cases/platform-cases.ts";
import { testAlerts } from "../../observability/promtool.ts";
import { platformFacts } from "../../observability/sample-facts.ts";

describe("deliveryAlerts", () => {
  it("fire in the minute they should and not just below it", async () => {
    const rules = deliveryAlerts().map((text) =>
      alertRule("jclee.me", { ...text, labels: { environment: platformFacts.environment } }),
    );

    assert.ok(deliveryCases.length >= rules.length);
    assert.equal(await testAlerts([{ name: "alerts", rules }], deliveryCases), "");
  });
});
