import assert from "node:assert/strict";

import { dashboards } from "../../../components/dashboards/dashboards.ts";
import type { GridPos } from "../../../components/dashboards/grafana-json.ts";
import { panelsOf } from "../../observability/grafana-queries.ts";

const environments = [
  { name: "production", namespace: "microservices" },
  { name: "staging", namespace: "microservices-staging" },
];
const all = dashboards({ environments, jaegerUid: "jaeger" });

function overlap(a: GridPos, b: GridPos): boolean {
  return a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;
}

describe("dashboards", () => {
  it("have the addresses that people know", () => {
    assert.deepEqual(
      all.map(({ uid, title }) => [uid, title]),
      [
        ["msa-overview", "MSA overview"],
        ["service-performance", "Service performance"],
        ["infrastructure", "Infrastructure"],
      ],
    );
  });

  for (const dashboard of all) {
    const { uid, panels, templating } = dashboard;

    describe(uid, () => {
      it("has no two panels with the same id or the same title", () => {
        const ids = panels.map(({ id }) => id);
        const titles = panelsOf(dashboard).map(({ title }) => title);

        assert.equal(new Set(ids).size, ids.length);
        assert.equal(new Set(titles).size, titles.length);
      });

      it("has no panel over another, and none beyond the 24 columns", () => {
        const places = panels.map(({ gridPos }) => gridPos);
        const bad = places.filter(
          (place, index) =>
            place.x + place.w > 24 ||
            places.slice(index + 1).some((other) => overlap(place, other)),
        );

        assert.deepEqual(bad, []);
      });

      it("leaves no hole: every line of panels is 24 columns wide", () => {
        const widths = new Map<number, number>();
        for (const { gridPos } of panels) {
          widths.set(gridPos.y, (widths.get(gridPos.y) ?? 0) + gridPos.w);
        }

        assert.deepEqual(
          [...widths].filter(([, width]) => width !== 24),
          [],
        );
      });

      it("says of every panel what it shows, in which unit, and asks the chosen data source", () => {
        for (const { title, description, datasource, targets, fieldConfig } of panelsOf(
          dashboard,
        )) {
          assert.match(description, /^[A-Z0-9].{20,}[.?]$/, title);
          assert.ok(fieldConfig.defaults.unit.length > 0, title);
          assert.deepEqual(datasource, { type: "prometheus", uid: "${datasource}" });
          assert.deepEqual(
            targets.map(({ refId }) => refId),
            targets.map((_, index) => "ABCDEFGHIJ".charAt(index)),
          );
          for (const target of targets) assert.deepEqual(target.datasource, datasource, title);
        }
      });

      it("colours from green to red, or the other way round where more is better", () => {
        for (const { title, fieldConfig } of panelsOf(dashboard)) {
          const steps = fieldConfig.defaults.thresholds?.steps ?? [];
          const values = steps.slice(1).map(({ value }) => Number(value));

          assert.equal(steps[0]?.value, null, title);
          assert.deepEqual(
            values,
            [...values].sort((a, b) => a - b),
            title,
          );
          const last = steps.at(-1)?.color;
          if (values.length > 0) assert.equal(last, steps[0].color === "red" ? "green" : "red");
        }
      });

      it("rates over Grafana's own interval, so that zooming never empties a panel", () => {
        const exprs = panelsOf(dashboard).flatMap(({ targets }) => targets.map(({ expr }) => expr));
        const windows = exprs.flatMap((expr) =>
          [...expr.matchAll(/\w+\{[^}]*\}\[([^\]]+)\]|\w\[([^\]]+)\]/g)].map(
            ([, window, other]) => window ?? other,
          ),
        );
        const others = windows.filter((window) => window !== "$__rate_interval");

        // Restarts are so rare that they are counted over an hour.
        assert.deepEqual(others, uid === "service-performance" ? ["1h"] : []);
        assert.ok(windows.length > 0);
      });

      it("lets the reader choose data source, environment, namespace and service", () => {
        assert.deepEqual(
          templating.list.map(({ name, type }) => [name, type]),
          [
            ["datasource", "datasource"],
            ["environment", "custom"],
            ["namespace", "query"],
            ["service", "query"],
          ],
        );
      });

      it("leads to the other two for the same time", () => {
        const others = all.filter((other) => other.uid !== uid);

        assert.deepEqual(
          dashboard.links?.map(({ url, keepTime }) => [url, keepTime]),
          others.map((other) => [`/d/${other.uid}`, true]),
        );
      });

      it("leaves its number to Grafana's database and is changed in code only", () => {
        assert.equal("id" in dashboard, false);
        assert.equal(dashboard.editable, false);
        assert.ok(uid.length <= 40);
      });
    });
  }

  it("do not lead to traces where there is no Jaeger", () => {
    assert.doesNotMatch(JSON.stringify(dashboards({ environments })), /explore|jaeger/);
  });
});
