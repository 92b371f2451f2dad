import assert from "node:assert/strict";

import { gatewayAlerts, istiodAlerts } from "../../../components/rules/mesh-alerts.ts";
import { alertRule } from "../../../components/rules/rule.ts";
import { meshCases } from "../../observability/cases/platform-cases.ts";
import { testAlerts } from "../../observability/promtool.ts";
import { platformFacts } from "../../observability/sample-facts.ts";

describe("istiodAlerts and gatewayAlerts", () => {
  it("fire in the minute they should and not just below it", async () => {
    const rules = [
      ...istiodAlerts("istio-system"),
      ...gatewayAlerts({ namespace: "istio-ingress", deployment: "istio-ingress" }),
    ].map((text) =>
      alertRule("jclee.me", { ...text, labels: { environment: platformFacts.environment } }),
    );

    assert.ok(meshCases.length >= rules.length);
    assert.equal(await testAlerts([{ name: "alerts", rules }], meshCases), "");
  });
});
