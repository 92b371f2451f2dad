import assert from "node:assert/strict";

import { serviceRules } from "../../../components/rules/service-rules.ts";
import { resourceLimits } from "../../../components/rules/resource-limits.ts";
import { limitCases } from "../../observability/cases/limit-cases.ts";
import { testAlerts } from "../../observability/promtool.ts";
import { serviceFacts } from "../../observability/sample-facts.ts";

describe("resourceLimits", () => {
  it("is one alert with five reasons, told apart by the label resource", () => {
    const { name, rules } = resourceLimits(serviceFacts);

    assert.equal(name, "msa-production-limits");
    assert.deepEqual(
      rules.map((rule) => [
        "alert" in rule && rule.alert,
        rule.labels?.["resource"],
        rule.labels?.["severity"],
      ]),
      [
        ["ResourceLimitExceeded", "cpu", "warning"],
        ["ResourceLimitExceeded", "memory", "warning"],
        ["ResourceLimitExceeded", "oom", "critical"],
        ["ResourceLimitExceeded", "quota", "warning"],
        ["ResourceLimitExceeded", "replicas", "warning"],
      ],
    );
  });

  it("is one event, and one episode while it comes and goes, but for what has happened already", () => {
    assert.deepEqual(
      resourceLimits(serviceFacts).rules.map((rule) => [
        rule.labels?.["event"],
        "alert" in rule && rule.keep_firing_for,
      ]),
      [
        ["resource-limit-exceeded", "10m"],
        ["resource-limit-exceeded", "10m"],
        ["resource-limit-exceeded", undefined],
        ["resource-limit-exceeded", "10m"],
        ["resource-limit-exceeded", "10m"],
      ],
    );
  });

  it("leads to no page that nobody can open", () => {
    const { rules } = resourceLimits({ ...serviceFacts, links: { argoNamespace: "argocd" } });
    for (const rule of rules) {
      const annotations = Object.keys("alert" in rule ? rule.annotations : {});
      assert.deepEqual(
        annotations.filter((name) => name.endsWith("_url")),
        ["runbook_url"],
      );
    }
  });

  it("fires in the minute it should and not just below it, for the service's team", async () => {
    assert.equal(await testAlerts(serviceRules(serviceFacts), limitCases), "");
  });

  it("has no team for a service that nobody named", async () => {
    const [cpu] = limitCases;
    assert.ok(cpu !== undefined);
    const labels = Object.fromEntries(
      Object.entries(cpu.labels).filter(([label]) => label !== "team"),
    );

    assert.equal(
      await testAlerts(
        serviceRules({ ...serviceFacts, services: [{ name: "other-service", team: "others" }] }),
        [{ ...cpu, labels }],
      ),
      "",
    );
  });
});
