import assert from "node:assert/strict";

import type { PicturedDashboard } from "../../../cli/reference/dashboard-picture/model.ts";
import { dashboardPicture } from "../../../cli/reference/dashboard-picture/picture.ts";
import { dashboardIn } from "../../../cli/reference/dashboard-pictures.ts";
import { dashboards } from "../../../components/dashboards/dashboards.ts";
import type { Dashboard } from "../../../components/dashboards/grafana-json.ts";
import type { Recording } from "../../../recorder/recording.ts";
import { panelsOf } from "../../observability/grafana-queries.ts";

const [overview, performance] = dashboards({
  environments: [{ name: "production", namespace: "microservices" }],
  jaegerUid: "jaeger",
});
assert.ok(overview !== undefined && performance !== undefined);

/** A dashboard as Grafana, and the picture, get it. */
function stored(dashboard: Dashboard): PicturedDashboard {
  return JSON.parse(JSON.stringify(dashboard)) as PicturedDashboard;
}

function draw(dashboard: Dashboard): string {
  return dashboardPicture(stored(dashboard));
}

/** Words in a picture, as a reader sees them. */
function words(picture: string): readonly string[] {
  return [...picture.matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map(([, text = ""]) => text);
}

describe("dashboardPicture", () => {
  it("shows every panel's title, the rows and what the reader chooses", () => {
    const seen = words(draw(overview));

    for (const { title } of panelsOf(overview)) assert.ok(seen.includes(title), title);
    for (const text of ["MSA overview", "⌄  Traffic", "Environment", "production ▾", "All ▾"]) {
      assert.ok(seen.includes(text), text);
    }
    assert.ok(seen.includes("Service performance ↗  ·  Infrastructure ↗"));
  });

  it("is the same each time, so that only a changed dashboard changes it", () => {
    assert.equal(draw(overview), draw(overview));
  });

  it("changes with a title, a place, a unit and a threshold", () => {
    const picture = draw(performance);
    const text = JSON.stringify(performance);
    const changes = [
      ["Requests by caller", "Requests by customer"],
      ['"w":12', '"w":11'],
      ['"unit":"binBps"', '"unit":"reqps"'],
      ['"value":0.1,', '"value":0.2,'],
    ] as const;

    for (const [from, to] of changes) {
      const changed = text.replace(from, to);
      assert.notEqual(changed, text, from);
      assert.notEqual(draw(JSON.parse(changed) as Dashboard), picture, `${from} to ${to}`);
    }
  });

  it("draws nothing outside the page and no number that is none", () => {
    for (const dashboard of [overview, performance]) {
      const picture = draw(dashboard);
      const width = Number(/width="(\d+)"/.exec(picture)?.[1]);
      const lefts = [...picture.matchAll(/ x1?="(-?[\d.]+)"/g)].map(([, x]) => Number(x));

      assert.doesNotMatch(picture, /NaN|undefined|Infinity/);
      assert.ok(lefts.every((x) => x >= 0 && x <= width));
    }
  });
});

describe("dashboardIn", () => {
  const recording = (data: Record<string, string>): Recording => ({
    environment: "production",
    outputs: {},
    resources: [
      {
        urn: "urn:a",
        type: "kubernetes:core/v1:ConfigMap",
        name: "a",
        custom: true,
        inputs: { data },
        options: {},
      },
    ],
  });

  it("finds a dashboard in the ConfigMap that carries it", () => {
    const found = dashboardIn(
      recording({ "msa-overview.json": JSON.stringify(overview) }),
      "msa-overview",
    );

    assert.equal(found.title, "MSA overview");
  });

  it("says so when the program makes none", () => {
    assert.throws(
      () => dashboardIn(recording({ other: "" }), "msa-overview"),
      /^Error: msa-overview: production makes no ConfigMap with this dashboard\./,
    );
  });
});
