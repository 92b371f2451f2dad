import assert from "node:assert/strict";

import { lostSpans, tracingAlerts } from "../../../components/rules/tracing-alerts.ts";
import { alertRule } from "../../../components/rules/rule.ts";
import { tracingCases } from "../../observability/cases/platform-cases.ts";
import { testAlerts } from "../../observability/promtool.ts";
import { platformFacts } from "../../observability/sample-facts.ts";

describe("tracingAlerts", () => {
  it("fire in the minute they should and not just below it", async () => {
    const rules = tracingAlerts({ namespace: "tracing", deployment: "jaeger" }).map((text) =>
      alertRule("jclee.me", { ...text, labels: { environment: platformFacts.environment } }),
    );

    assert.ok(tracingCases.length >= rules.length);
    assert.equal(await testAlerts([{ name: "alerts", rules }], tracingCases), "");
  });

  it("count lost spans with the ending _total and without it, in one namespace", () => {
    assert.equal(
      lostSpans("traces"),
      '{__name__=~"otelcol_(receiver_refused|exporter_send_failed)_spans(_total)?",namespace="traces"}',
    );
  });
});
