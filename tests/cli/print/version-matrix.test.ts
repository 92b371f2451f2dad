import assert from "node:assert/strict";

import { versionMatrix } from "../../../cli/print/version-matrix.ts";
import type { ServiceStatus } from "../../../cli/status/model.ts";

function row(environment: string, service: string, changes: Partial<ServiceStatus> = {}) {
  return {
    ...{ environment, service, application: `${service}-${environment}`, url: "https://a" },
    ...{ version: "1.0.0", sync: "Synced", health: "Healthy" },
    replicas: { ready: 1, wanted: 1 },
    drift: [],
    reasons: [],
    ...changes,
  };
}

describe("versionMatrix", () => {
  it("puts the environments side by side, production last, and marks what is not well", () => {
    const rows = [
      row("production", "user", { health: "Degraded" }),
      row("development", "user", { version: "1.1.0" }),
      row("development", "order", { sync: "OutOfSync", health: "Progressing" }),
    ];
    assert.equal(
      versionMatrix(rows, false),
      [
        "┌─────────┬───────────────────┬──────────────────┐",
        "│ service │ development       │ production       │",
        "├─────────┼───────────────────┼──────────────────┤",
        "│ order   │ 1.0.0 (OutOfSync) │ –                │",
        "├─────────┼───────────────────┼──────────────────┤",
        "│ user    │ 1.1.0             │ 1.0.0 (Degraded) │",
        "└─────────┴───────────────────┴──────────────────┘",
      ].join("\n"),
    );
  });

  it("paints on a terminal only", () => {
    const rows = [row("staging", "user")];
    assert.ok(versionMatrix(rows, true).includes("\u001b[32m1.0.0"));
    assert.ok(!versionMatrix(rows, false).includes("\u001b"));
  });
});
