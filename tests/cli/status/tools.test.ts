import assert from "node:assert/strict";

import { toolAccess } from "../../../cli/status/tools.ts";
import { sampleConfig } from "../../support/sample-config.ts";

const service = { name: "grafana", namespace: "monitoring", port: 80 };

describe("toolAccess", () => {
  it("gives the address of a tool that is routed, and the port-forward of one that is not", () => {
    const tools = [
      { name: "grafana", host: "grafana-dev.example.com", login: "own", routed: true, service },
      {
        name: "jaeger",
        host: "jaeger-dev.example.com",
        login: "none",
        routed: false,
        service: { name: "jaeger", namespace: "tracing", port: 16686 },
      },
    ] as const;
    assert.deepEqual(toolAccess(sampleConfig({ tools }), "kind-try"), [
      {
        environment: "development",
        name: "grafana",
        login: "own",
        url: "https://grafana-dev.example.com",
      },
      {
        environment: "development",
        name: "jaeger",
        login: "none",
        portForward: "kubectl --context kind-try -n tracing port-forward svc/jaeger 8081:16686",
      },
    ]);
  });

  it("has no rows where the owner installs no tools", () => {
    assert.deepEqual(toolAccess(sampleConfig(), "kind-try"), []);
  });
});
