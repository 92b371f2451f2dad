import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";

import { deliveryEvents, events } from "../../components/notifications/events.ts";
import { platformRules } from "../../components/rules/platform-rules.ts";
import type { AlertRule, RuleGroup } from "../../components/rules/rule.ts";
import { serviceRules } from "../../components/rules/service-rules.ts";
import { example, only, render } from "../charts/chart.ts";
import { root } from "../support/tools.ts";
import { chartCases } from "./cases/chart-cases.ts";
import { limitCases } from "./cases/limit-cases.ts";
import {
  certificateCases,
  deliveryCases,
  meshCases,
  targetCases,
  tracingCases,
} from "./cases/platform-cases.ts";
import { redisCases } from "./cases/redis-cases.ts";
import { checkRules, testAlerts } from "./promtool.ts";
import { platformFacts, serviceFacts } from "./sample-facts.ts";

const runbook = "https://k8s.jclee.me/docs/runbook";

/** The rules that the service chart brings for user-service in production. */
async function chartGroups(): Promise<readonly RuleGroup[]> {
  const objects = await render({
    ...example("production"),
    team: "accounts",
    monitoring: { enabled: true, rules: { runbookUrl: runbook } },
  });
  return only<{ spec: { groups: RuleGroup[] } }>(objects, "PrometheusRule").spec.groups;
}

function alertsOf(groups: readonly RuleGroup[]): readonly AlertRule[] {
  return groups.flatMap(({ rules }) => rules.filter((rule) => "alert" in rule));
}

/** Name and, where one alert has several rules, which of them. */
function identity(alert: string, labels: Readonly<Record<string, string>>): string {
  return `${alert} ${labels["resource"] ?? ""}`.trim();
}

describe("all rules together, ours and the service chart's", function () {
  this.timeout(60_000);
  const platformCases = [deliveryCases, certificateCases, meshCases, tracingCases, targetCases];
  const cases = [...limitCases, ...platformCases.flat(), ...redisCases, ...chartCases];
  let all: readonly RuleGroup[];
  let chart: readonly RuleGroup[];

  before(async () => {
    chart = await chartGroups();
    all = [...serviceRules(serviceFacts), ...platformRules(platformFacts), ...chart];
  });

  it("load into Prometheus, without a duplicate", async () => {
    assert.equal(await checkRules(all), "");
  });

  it("fire in the minute they should and not just below it", async () => {
    assert.equal(await testAlerts(all, cases), "");
  });

  it("would not pass if one of them fired a minute late", async () => {
    const [first] = cases.filter(({ alert }) => alert === "IstiodDown");
    assert.ok(first !== undefined);

    assert.match(
      await testAlerts(all, [{ ...first, minute: first.minute - 1 }]),
      /alertname: IstiodDown, time: 1m/,
    );
  });

  it("are each tried above", () => {
    const tried = new Set(cases.map(({ alert, labels }) => identity(alert, labels)));
    const names = alertsOf(all).map(({ alert, labels }) => identity(alert, labels));

    assert.equal(names.length, 25);
    assert.deepEqual(
      names.filter((name) => !tried.has(name)),
      [],
    );
  });

  it("each have a section in the runbook, by which their link finds it", () => {
    const page = readFileSync(path.join(root, "docs/support/runbook.md"), "utf8");
    const sections = [...page.matchAll(/^## (\w+)$/gm)].map(([, name = ""]) => name);
    const told = deliveryEvents.map((event) => events[event].alert);
    const names = [...new Set([...alertsOf(all).map(({ alert }) => alert), ...told])];

    assert.deepEqual([...sections].sort(), [...names].sort());
    for (const { alert, annotations } of alertsOf(all)) {
      assert.equal(annotations.runbook_url, `${runbook}#${alert.toLowerCase()}`);
    }
  });
});
