import assert from "node:assert/strict";

import { liveOf, liveServices, type LiveSources } from "../../../cli/preview/live.ts";
import { CliError, exitCodes } from "../../../cli/errors.ts";
import { NoClusterError, type Target } from "../../../cli/target.ts";
import { sampleConfig } from "../../support/sample-config.ts";

const target: Target = {
  ...{ environment: "staging", kind: "stack", context: "nowhere", kubeconfig: "/nowhere" },
  stackFile: "Pulumi.staging.yaml",
};
const run = {
  same: 3,
  changed: 1,
  lines: ["update Application user-service"],
  releases: new Map(),
};
const sources: LiveSources = {
  find: () => Promise.resolve(target),
  plan: () => Promise.resolve(run),
  read: () => Promise.reject(new Error("not asked")),
};

describe("what is live, beside the report", () => {
  it("says why there is nothing when there is no cluster, and fails nothing", async () => {
    const none = new NoClusterError("staging: no cluster.", exitCodes.badInput);
    const find = () => Promise.reject(none);
    const failure = "staging: no cluster.";

    assert.deepEqual(await liveOf("staging", {}, { ...sources, find }), {
      environment: "staging",
      engine: { failure },
      argoCd: { failure },
    });
  });

  it("has the engine's plan also when the cluster's own login is missing, and says which is", async () => {
    const { engine, argoCd } = await liveOf("staging", {}, sources);

    assert.deepEqual(engine, { same: 3, lines: ["update Application user-service"] });
    assert.ok("failure" in argoCd);
    assert.match(argoCd.failure, /^kubeconfig: /);
  });

  it("says what the engine said when it may not read its state", async () => {
    const plan = () => Promise.reject(new CliError("pulumi: error: not logged in"));
    const { engine, context } = await liveOf("staging", {}, { ...sources, plan });

    assert.deepEqual([engine, context], [{ failure: "pulumi: error: not logged in" }, "nowhere"]);
  });

  it("shows what is declared beside what runs, what is missing, and what is no longer declared", () => {
    const config = sampleConfig();
    const [service] = config.services;
    assert.ok(service);
    const application = (name: string, tag: string) => ({
      metadata: { name, labels: { "msa-gitops/stack": "development" } },
      spec: { source: { helm: { valuesObject: { image: { tag } } } } },
      status: { sync: { status: "Synced" }, health: { status: "Healthy" } },
    });
    const live = { deployments: [], pods: [], autoscalers: [], events: [] };
    const both = [
      application(service.applicationName, "1.2.2"),
      application("old-development", "1.0.0"),
    ];

    assert.deepEqual(liveServices(config, { ...live, applications: both }), [
      {
        service: service.name,
        declared: "1.2.3",
        running: "1.2.2",
        sync: "Synced",
        health: "Healthy",
      },
      { service: "old", running: "1.0.0", sync: "Synced", health: "Healthy" },
    ]);
    assert.deepEqual(liveServices(config, { ...live, applications: [] }), [
      {
        service: service.name,
        declared: "1.2.3",
        running: "nothing",
        sync: "Missing",
        health: "Missing",
      },
    ]);
  });
});
