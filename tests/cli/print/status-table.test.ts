import assert from "node:assert/strict";

import { wantsColour } from "../../../cli/print/print.ts";
import { statusTable } from "../../../cli/print/status-table.ts";
import type { ServiceStatus } from "../../../cli/status/model.ts";

const escape = "\u001b[";

function row(changes: Partial<ServiceStatus> = {}): ServiceStatus {
  return {
    environment: "staging",
    service: "order-service",
    application: "order-service-staging",
    url: "https://orders",
    version: "1.0.0",
    sync: "Synced",
    health: "Healthy",
    replicas: { ready: 2, wanted: 3 },
    lastDeploy: { time: "2026-11-23T15:04:05Z", by: "kim" },
    drift: [],
    reasons: [],
    ...changes,
  };
}

describe("statusTable", () => {
  it("shows one environment without naming it in each row", () => {
    const autoscaler = { min: 2, max: 5, metrics: true };
    assert.equal(
      statusTable([row({ autoscaler })], false),
      [
        "┌───────────────┬────────────────┬─────────┬────────┬─────────┬──────────┬─────┬───────────────────────────┬───────┬──────┐",
        "│ service       │ URL            │ version │ sync   │ health  │ replicas │ HPA │ last deploy               │ drift │ hold │",
        "├───────────────┼────────────────┼─────────┼────────┼─────────┼──────────┼─────┼───────────────────────────┼───────┼──────┤",
        "│ order-service │ https://orders │ 1.0.0   │ Synced │ Healthy │ 2/3      │ 2–5 │ 2026-11-23 15:04 UTC, kim │ none  │ no   │",
        "└───────────────┴────────────────┴─────────┴────────┴─────────┴──────────┴─────┴───────────────────────────┴───────┴──────┘",
      ].join("\n"),
    );
  });

  it("puts the reasons below, each after its service", () => {
    const lines = statusTable([row({ reasons: ["one", "two"] })], false).split("\n");
    assert.deepEqual(lines.slice(-2), ["order-service: one", "order-service: two"]);
  });

  it("names the environment in rows and reasons when there are several", () => {
    const rows = [row({ reasons: ["late"] }), row({ environment: "production" })];
    const lines = statusTable(rows, false).split("\n");
    assert.match(lines[1] ?? "", /^│ environment │ service /);
    assert.match(lines[5] ?? "", /^│ production {2}│ order-service │/);
    assert.equal(lines.at(-1), "staging order-service: late");
  });

  it("says when there is no HPA, and when it reads no metrics", () => {
    assert.match(statusTable([row()], false), /│ off │/);
    const idle = row({ autoscaler: { min: 2, max: 5, metrics: false } });
    assert.match(statusTable([idle], false), /│ 2–5 \(no metrics\) │/);
  });

  it("says that a service is held, by whom, since when and why", () => {
    const hold = { reason: "rolled back from 1.1.0", by: "kim", since: "2026-11-23T15:04:05Z" };
    const lines = statusTable([row({ hold })], false).split("\n");
    assert.match(lines[3] ?? "", /│ held │$/);
    assert.equal(
      lines.at(-1),
      "order-service: held by kim since 2026-11-23T15:04:05Z: rolled back from 1.1.0. " +
        "It stays at its version until released",
    );
  });

  it("says that a service was never deployed, and how many objects are not as declared", () => {
    const { lastDeploy, ...never } = row({ drift: ["Deployment a", "Service a"] });
    assert.ok(lastDeploy !== undefined);
    assert.match(statusTable([never], false), /│ never +│ 2 objects │/);
    assert.match(statusTable([row({ drift: ["Deployment a"] })], false), /│ 1 object │/);
  });

  const colours: readonly [string, Partial<ServiceStatus>, string][] = [
    ["green for Healthy", {}, `${escape}32mHealthy`],
    ["yellow for Progressing", { health: "Progressing" }, `${escape}33mProgressing`],
    ["red for Degraded", { health: "Degraded" }, `${escape}31mDegraded`],
    ["red for OutOfSync", { sync: "OutOfSync" }, `${escape}31mOutOfSync`],
  ];
  for (const [title, changes, painted] of colours) {
    it(`paints ${title}, and nothing when colour is not wanted`, () => {
      assert.ok(statusTable([row(changes)], true).includes(painted));
      assert.ok(!statusTable([row(changes)], false).includes(escape));
    });
  }
});

describe("wantsColour", () => {
  it("is true on a terminal only, and not when NO_COLOR is set there", () => {
    assert.equal(wantsColour({ isTTY: true }, {}), true);
    assert.equal(wantsColour({ isTTY: true }, { NO_COLOR: "" }), true);
    assert.equal(wantsColour({ isTTY: true }, { NO_COLOR: "1" }), false);
    assert.equal(wantsColour({ isTTY: false }, {}), false);
  });
});
