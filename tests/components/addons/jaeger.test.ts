import assert from "node:assert/strict";

import { jaegerPorts, jaegerSettings } from "../../../components/addons/jaeger/settings.ts";
import { Jaeger } from "../../../components/addons/jaeger.ts";
import type { HelmValues } from "../../../components/helm-values.ts";
import { only, typesAndNames } from "../../support/record-component.ts";
import { at, installingConfig, recordAddons, valuesOfRelease } from "./record-addons.ts";

const images = { mirror: "mirror.example.com", pullSecrets: ["harbor"] };

describe("Jaeger", () => {
  let small: HelmValues;
  let large: HelmValues;

  before(async () => {
    small = await valuesOfRelease(installingConfig("small"), "jaeger");
    large = await valuesOfRelease(installingConfig("large", { images }), "jaeger");
  });

  it("keeps traces in memory, and no volume, on a small platform", async () => {
    assert.deepEqual(typesAndNames(await recordAddons(installingConfig(), [Jaeger])), [
      "kubernetes:helm.sh/v3:Release jaeger",
      "kubernetes:monitoring.coreos.com/v1:ServiceMonitor jaeger-monitor",
      "msa:addons:HelmAddon jaeger",
      "msa:addons:Jaeger jaeger",
    ]);
    assert.deepEqual(at(small, "userconfig", "extensions", "jaeger_storage", "backends"), {
      traces: { memory: { max_traces: 16_384 } },
    });
    assert.equal(at(small, "jaeger", "extraVolumes"), undefined);
  });

  it("keeps them on a volume of its own otherwise, which one pod at a time has", async () => {
    const config = installingConfig("large");
    const platform = { ...config.platform, storageClass: "fast" };
    const { inputs } = only(
      await recordAddons({ ...config, platform }, [Jaeger]),
      "PersistentVolumeClaim",
    );
    assert.deepEqual(inputs["spec"], {
      accessModes: ["ReadWriteOnce"],
      resources: { requests: { storage: "50Gi" } },
      storageClassName: "fast",
    });
    assert.equal(at(inputs, "metadata", "annotations", "pulumi.com/skipAwait"), "true");
    assert.deepEqual(at(large, "jaeger", "extraVolumes"), [
      { name: "traces", persistentVolumeClaim: { claimName: at(inputs, "metadata", "name") } },
    ]);
    assert.deepEqual(at(large, "jaeger", "strategy"), { type: "Recreate" });
    assert.equal(at(large, "jaeger", "replicas"), 1);
  });

  it("starts anew when its settings change, which the chart alone would not do", () => {
    const label = (values: HelmValues) => at(values, "jaeger", "podLabels", "msa-gitops/settings");
    assert.match(String(label(small)), /^[0-9a-f]{10}$/);
    assert.notEqual(label(small), label(large));
  });

  it("is watched at the port of its own metrics, where there is a Prometheus", async () => {
    const config = installingConfig();
    const { inputs } = only(await recordAddons(config, [Jaeger]), "ServiceMonitor");
    assert.deepEqual(at(inputs, "spec", "endpoints"), [
      { port: "internal-metrics", interval: "30s" },
    ]);
    const { prometheus, ...addons } = config.addons;
    assert.notEqual(prometheus, undefined);
    const unwatched = typesAndNames(await recordAddons({ ...config, addons }, [Jaeger]));
    assert.equal(unwatched.filter((each) => each.includes("Monitor")).length, 0);
  });

  it("pulls its image through the mirror, with the pull secrets", () => {
    assert.deepEqual(large["global"], { imageRegistry: "mirror.example.com" });
    assert.deepEqual(at(large, "jaeger", "image"), { pullSecrets: ["harbor"] });
  });
});

describe("the settings of Jaeger", () => {
  const all = [
    jaegerSettings({ kind: "memory", maxTraces: 5 }),
    jaegerSettings({ kind: "badger", folder: "/data", keepHours: 48 }),
  ];

  it("name no part that they do not define", () => {
    for (const { service, extensions, receivers, processors, exporters } of all) {
      const { traces } = service.pipelines;
      assert.deepEqual([...service.extensions].sort(), Object.keys(extensions).sort());
      assert.deepEqual([...traces.receivers].sort(), Object.keys(receivers).sort());
      assert.deepEqual([...traces.processors].sort(), Object.keys(processors).sort());
      assert.deepEqual([...traces.exporters].sort(), Object.keys(exporters).sort());
    }
  });

  it("read and write one store, which there is", () => {
    for (const { extensions, exporters } of all) {
      const stores = Object.keys(extensions.jaeger_storage.backends);
      assert.deepEqual(stores, [extensions.jaeger_query.storage.traces]);
      assert.deepEqual(stores, [exporters.jaeger_storage_exporter.trace_storage]);
    }
  });

  it("listen on every address, since the kubelet and other pods are not in the pod", () => {
    const { extensions, receivers } = jaegerSettings({ kind: "memory", maxTraces: 5 });
    assert.deepEqual(
      [
        extensions.healthcheckv2.http.endpoint,
        extensions.jaeger_query.http.endpoint,
        receivers.otlp.protocols.grpc.endpoint,
        receivers.otlp.protocols.http.endpoint,
      ],
      ["0.0.0.0:13133", "0.0.0.0:16686", "0.0.0.0:4317", "0.0.0.0:4318"],
    );
    assert.equal(jaegerPorts.metrics, 8888);
  });

  it("keep traces in files for as long as is said", () => {
    assert.deepEqual(all[1]?.extensions.jaeger_storage.backends["traces"], {
      badger: {
        ephemeral: false,
        directories: { keys: "/data/keys", values: "/data/values" },
        ttl: { spans: "48h" },
      },
    });
  });
});
