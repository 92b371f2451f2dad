import assert from "node:assert/strict";

import { alertRule } from "../../../components/rules/rule.ts";

const text = {
  alert: "IstiodDown",
  expr: "vector(1)",
  severity: "critical",
  summary: "istiod has no available pod.",
  description: "For 2 minutes.",
} as const;

describe("alertRule", () => {
  it("points to the alert's own section of the domain's runbook", () => {
    assert.deepEqual(alertRule("example.com", text), {
      alert: "IstiodDown",
      expr: "vector(1)",
      labels: { severity: "critical" },
      annotations: {
        summary: "istiod has no available pod.",
        description: "For 2 minutes.",
        runbook_url: "https://k8s.example.com/docs/runbook#istioddown",
      },
    });
  });

  it("keeps the waiting time and further labels", () => {
    const { for: waiting, labels } = alertRule("example.com", {
      ...text,
      for: "5m",
      labels: { environment: "staging" },
    });

    assert.equal(waiting, "5m");
    assert.deepEqual(labels, { severity: "critical", environment: "staging" });
  });
});
