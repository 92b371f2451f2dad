import assert from "node:assert/strict";

import { toolsTable } from "../../../cli/print/tools-table.ts";

const grafana = {
  environment: "staging",
  name: "grafana",
  url: "https://grafana.example.com",
  login: "own",
} as const;

describe("toolsTable", () => {
  it("shows how each tool is opened and who asks for a login", () => {
    const portForward = "kubectl port-forward svc/jaeger 8081:16686";
    const rows = [
      grafana,
      { ...grafana, name: "k8s", login: "oauth2-proxy" },
      { environment: "staging", name: "jaeger", portForward, login: "none" },
    ] as const;
    assert.equal(
      toolsTable(rows, false),
      [
        "┌─────────┬────────────────────────────────────────────┬─────────────────────┐",
        "│ tool    │ open it                                    │ login               │",
        "├─────────┼────────────────────────────────────────────┼─────────────────────┤",
        "│ grafana │ https://grafana.example.com                │ its own             │",
        "├─────────┼────────────────────────────────────────────┼─────────────────────┤",
        "│ k8s     │ https://grafana.example.com                │ oauth2-proxy        │",
        "├─────────┼────────────────────────────────────────────┼─────────────────────┤",
        "│ jaeger  │ kubectl port-forward svc/jaeger 8081:16686 │ none, so not routed │",
        "└─────────┴────────────────────────────────────────────┴─────────────────────┘",
      ].join("\n"),
    );
  });

  it("shows a tool once that several environments share", () => {
    const lines = toolsTable([grafana, { ...grafana, environment: "production" }], false);
    assert.equal(lines.match(/grafana\.example/g)?.length, 1);
  });

  it("shows each environment's own", () => {
    const url = "https://grafana-dev.example.com";
    const lines = toolsTable([grafana, { ...grafana, environment: "development", url }], false);
    assert.equal(lines.match(/grafana/g)?.length, 4);
  });

  it("paints the head only when colour is wanted", () => {
    assert.ok(toolsTable([grafana], true).includes("\u001b[1mtool"));
    assert.ok(!toolsTable([grafana], false).includes("\u001b"));
  });
});
