import assert from "node:assert/strict";

import { dashboards } from "../../components/dashboards/dashboards.ts";
import type { Dashboard } from "../../components/dashboards/grafana-json.ts";
import { platformRules } from "../../components/rules/platform-rules.ts";
import type { Rule, RuleGroup } from "../../components/rules/rule.ts";
import { serviceRules } from "../../components/rules/service-rules.ts";
import { example, only, render } from "../charts/chart.ts";
import { labelQuery, panelQueries, type Choice, type PanelQuery } from "./grafana-queries.ts";
import { PrometheusServer, type Answer } from "./prometheus-server.ts";
import { platformFacts, serviceFacts } from "./sample-facts.ts";
import { platformSeries } from "./sample-platform.ts";
import { namespace, serviceSeries, services } from "./sample-services.ts";

/** Rules that the service chart brings for user-service, as `groups` of a rule file. */
async function chartRules(): Promise<readonly RuleGroup[]> {
  const objects = await render(example("production"));
  return only<{ spec: { groups: RuleGroup[] } }>(objects, "PrometheusRule").spec.groups;
}

function nameOf(rule: Rule): string {
  return "alert" in rule ? `${rule.alert} ${rule.labels["resource"] ?? ""}`.trim() : rule.record;
}

const all = dashboards({ environments: [{ name: "production", namespace }], jaegerUid: "jaeger" });
const environment = { value: namespace, text: "production" };
const choices: Readonly<Record<string, Choice>> = {
  "all services": {
    datasource: { value: "prometheus" },
    environment,
    namespace: { value: ".+" },
    service: { value: ".+" },
  },
  "two services": {
    datasource: { value: "prometheus" },
    environment,
    namespace: { value: `(${namespace}|monitoring|redis)` },
    service: { value: `(${services.join("|")})` },
  },
};

describe("every query of dashboards and rules, in a real Prometheus", function () {
  this.timeout(120_000);
  const prometheus = new PrometheusServer();
  let groups: readonly RuleGroup[];

  before(async () => {
    groups = [
      ...serviceRules(serviceFacts),
      ...platformRules(platformFacts),
      ...(await chartRules()),
    ];
    await prometheus.start([...serviceSeries, ...platformSeries], groups);
  });

  after(() => prometheus.stop());

  /** Queries that give no number, by where they stand. */
  async function empty(queries: readonly Pick<PanelQuery, "where" | "expr">[]): Promise<string[]> {
    const found: string[] = [];
    for (const { where, expr } of queries) {
      const answers = await prometheus.query(expr);
      if (!answers.some(({ value }) => Number.isFinite(value))) {
        found.push(`${where}: ${expr}`);
      }
    }
    return found;
  }

  for (const [name, choice] of Object.entries(choices)) {
    it(`gives data for every panel, with ${name}`, async () => {
      const queries = all.flatMap((dashboard) => panelQueries(dashboard, choice));

      assert.equal(queries.length, 71);
      assert.deepEqual(await empty(queries), []);
    });
  }

  it("gives data for every rule", async () => {
    const rules = groups.flatMap((group) =>
      group.rules.map((rule) => ({ where: `${group.name}: ${nameOf(rule)}`, expr: rule.expr })),
    );

    assert.equal(rules.length, 36);
    assert.deepEqual(await empty(rules), []);
  });

  it("knows every series that a query or a rule selects, also where another would do", async () => {
    const panels = all.flatMap((each) => panelQueries(each, choices["all services"] ?? {}));
    const rules = groups.flatMap(({ rules }) =>
      rules.map((rule) => ({ where: nameOf(rule), expr: rule.expr })),
    );
    const selectors: { where: string; expr: string }[] = [];
    for (const { where, expr } of [...panels, ...rules]) {
      const found = await prometheus.selectors(expr);
      selectors.push(...found.map((selector) => ({ where, expr: selector })));
    }

    assert.ok(selectors.length > panels.length + rules.length);
    assert.deepEqual(await empty(selectors), []);
  });

  it("records a series by every recording rule", async () => {
    const records = groups.flatMap(({ rules }) =>
      rules.flatMap((rule) =>
        "record" in rule ? [{ where: rule.record, expr: rule.record }] : [],
      ),
    );

    assert.deepEqual(await empty(records), []);
  });

  it("gives values for every variable that is read from Prometheus", async () => {
    const choice = choices["all services"] ?? {};
    for (const { uid, templating } of all) {
      for (const { name, type, definition } of templating.list) {
        if (type !== "query") continue;
        const { label, series } = labelQuery(definition ?? "", choice);
        const values = await prometheus.labelValues(label, series);
        const expected = name === "service" ? [...services].sort() : [namespace];
        assert.deepEqual(values, expected, `${uid}: ${name}`);
      }
    }
  });

  it("gives every label that a legend, a link or a table's column names", async () => {
    const missing: string[] = [];
    for (const query of all.flatMap((each) => panelQueries(each, choices["all services"] ?? {}))) {
      const answers = await prometheus.query(query.expr);
      const absent = namedLabels(query).filter((label) => !carries(answers, label));
      missing.push(...absent.map((label) => `${query.where}: ${label}`));
    }
    assert.deepEqual(missing, []);
  });

  it("finds a misspelt metric, and says where it stands", async () => {
    const misspelt = JSON.parse(
      JSON.stringify(all[1]).replace("istio_requests_total", "istio_request_total"),
    ) as Dashboard;
    const found = await empty(panelQueries(misspelt, choices["all services"] ?? {}));

    assert.equal(found.length, 1);
    assert.match(found[0] ?? "", /^service-performance: Requests by response code: A: sum by/);
  });
});

/** Labels that a panel expects of its series. */
function namedLabels({ legend, panel }: PanelQuery): readonly string[] {
  const placeholders = [...(legend ?? "").matchAll(/\{\{(\w+)\}\}/g)].map(
    ([, label = ""]) => label,
  );
  const linked = JSON.stringify(panel.fieldConfig.defaults.links ?? []);
  const fields = [...linked.matchAll(/__field\.labels\.(\w+)/g)].map(([, label = ""]) => label);
  const tables = (panel.transformations ?? []).flatMap(({ options }) =>
    Object.keys((options as { renameByName?: object }).renameByName ?? {}),
  );
  // A column per query is Grafana's own; alerts need not have every label.
  const columns = panel.title === "Firing alerts" ? ["alertname", "severity"] : tables;
  return [...placeholders, ...fields, ...columns.filter((name) => !name.startsWith("Value"))];
}

function carries(answers: readonly Answer[], label: string): boolean {
  return answers.length > 0 && answers.every(({ metric }) => metric[label] !== undefined);
}
