import assert from "node:assert/strict";

import { MetricsServer } from "../../../components/addons/metrics-server.ts";
import { Prometheus } from "../../../components/addons/prometheus.ts";
import { PrometheusOperatorCrds } from "../../../components/addons/prometheus-operator-crds.ts";
import { VerticalPodAutoscaler } from "../../../components/addons/vertical-pod-autoscaler.ts";
import { sampleConfig } from "../../support/sample-config.ts";
import { installingConfig, recordAddons } from "./record-addons.ts";

const classes = [PrometheusOperatorCrds, Prometheus, MetricsServer, VerticalPodAutoscaler] as const;

describe("installer", () => {
  it("names a component after its key, and a second one of the same key as it says", async () => {
    const resources = await recordAddons(installingConfig(), classes);
    const names = resources.filter(({ options }) => options.parent === undefined);
    assert.deepEqual(names.map(({ name }) => name).sort(), [
      "metrics-server",
      "prometheus",
      "prometheus-operator-crds",
      "vertical-pod-autoscaler",
    ]);
  });

  it("makes nothing of what is there already, or is not used", async () => {
    assert.deepEqual(await recordAddons(sampleConfig(), classes), []);
    const { argoCd, harbor, chartMuseum } = installingConfig().addons;
    const addons = { argoCd, harbor, chartMuseum };
    assert.deepEqual(await recordAddons(installingConfig("small", { addons }), classes), []);
  });
});
