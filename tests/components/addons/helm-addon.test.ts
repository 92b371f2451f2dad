import assert from "node:assert/strict";

import { MetricsServer } from "../../../components/addons/metrics-server.ts";
import type { Config } from "../../../config/model.ts";
import { only } from "../../support/record-component.ts";
import { at, installingConfig, recordAddons } from "./record-addons.ts";

const config = installingConfig("small");

async function releaseOf(platform: Partial<Config["platform"]>) {
  const changed = { ...config, platform: { ...config.platform, ...platform } };
  return only(await recordAddons(changed, [MetricsServer]), "Release");
}

describe("HelmAddon", () => {
  it("installs the chart of the lock as a whole or not at all, and keeps few old revisions", async () => {
    const { inputs, options } = await releaseOf({});
    // `compat` is the SDK's own.
    const { values, compat, ...others } = inputs;
    assert.deepEqual([typeof values, compat], ["object", "true"]);
    assert.deepEqual(others, {
      atomic: true,
      chart: "metrics-server",
      cleanupOnFail: true,
      createNamespace: false,
      description: "Installed by stack development of msa-gitops.",
      maxHistory: 5,
      name: "metrics-server",
      namespace: "autoscaling",
      repositoryOpts: { repo: "https://charts.example.com" },
      timeout: 600,
      version: "9.9.9",
    });
    assert.deepEqual(options.customTimeouts, { create: "660s", update: "660s", delete: "660s" });
  });

  it("names a registry in the chart, where there is no repository", async () => {
    const chart = {
      name: "metrics-server",
      version: "9.9.9",
      repository: "oci://mirror.example.com/charts",
    };
    const { inputs } = await releaseOf({
      charts: { ...config.platform.charts, "metrics-server": chart },
    });
    assert.equal(inputs["chart"], "oci://mirror.example.com/charts/metrics-server");
    assert.equal(inputs["repositoryOpts"], undefined);
  });

  it("lays the values of the stack file over ours, key by key", async () => {
    const { inputs } = await releaseOf({
      values: {
        "metrics-server": { replicas: 3, resources: { limits: { cpu: "1" } }, args: ["--v=2"] },
      },
    });
    assert.equal(at(inputs, "values", "replicas"), 3);
    assert.deepEqual(at(inputs, "values", "resources"), {
      requests: { cpu: "50m", memory: "128Mi" },
      limits: { cpu: "1", memory: "256Mi" },
    });
    assert.deepEqual(at(inputs, "values", "args"), ["--v=2"]);
  });
});
