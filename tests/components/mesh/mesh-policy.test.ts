import assert from "node:assert/strict";

import { MeshMonitors } from "../../../components/mesh/mesh-monitors.ts";
import { MeshPolicy } from "../../../components/mesh/mesh-policy.ts";
import { sampleAddons } from "../../support/sample-config.ts";
import {
  meshConfigOf,
  objectNames,
  ownIstio,
  recordMesh,
  specOf,
  without,
} from "./mesh-samples.ts";

describe("MeshPolicy", () => {
  it("allows only mutual TLS and no call in the whole mesh", async () => {
    const resources = await recordMesh(meshConfigOf(), MeshPolicy);

    assert.deepEqual(objectNames(resources), [
      "AuthorizationPolicy istio-system/allow-nothing",
      "PeerAuthentication istio-system/default",
      "Telemetry istio-system/mesh-default",
    ]);
    assert.deepEqual(specOf(resources, "PeerAuthentication", "default"), {
      mtls: { mode: "STRICT" },
    });
    assert.deepEqual(specOf(resources, "AuthorizationPolicy", "allow-nothing"), {});
  });

  it("traces the share of requests that the configuration says, and logs all of them", async () => {
    const resources = await recordMesh(meshConfigOf(), MeshPolicy);

    assert.deepEqual(specOf(resources, "Telemetry", "mesh-default"), {
      tracing: [{ providers: [{ name: "jaeger" }], randomSamplingPercentage: 25 }],
      accessLogging: [{ providers: [{ name: "envoy" }] }],
    });
  });

  it("traces nothing without Jaeger", async () => {
    const resources = await recordMesh(without("jaeger", meshConfigOf()), MeshPolicy);

    assert.deepEqual(specOf(resources, "Telemetry", "mesh-default"), {
      accessLogging: [{ providers: [{ name: "envoy" }] }],
    });
  });

  it("labels what it makes, names itself the writer, and takes over nothing", async () => {
    const resources = await recordMesh(meshConfigOf(), MeshPolicy);

    for (const { inputs, options } of resources.filter(({ custom }) => custom)) {
      const { name, labels, annotations } = inputs["metadata"] as Record<string, unknown>;
      assert.deepEqual(labels, {
        "app.kubernetes.io/name": name,
        "app.kubernetes.io/part-of": "msa",
        "app.kubernetes.io/managed-by": "pulumi",
        "msa-gitops/stack": "development",
      });
      assert.deepEqual(annotations, { "pulumi.com/patchFieldManager": "msa-development" });
      assert.deepEqual(options.hooks, { beforeCreate: ["refuse-foreign"] });
    }
  });
});

describe("MeshMonitors", () => {
  it("reads istiod, the gateway's pods and the nodes' agents, and no service", async () => {
    const resources = await recordMesh(meshConfigOf(), MeshMonitors);

    assert.deepEqual(objectNames(resources), [
      "PodMonitor istio-ingress/istio-ingress",
      "PodMonitor istio-system/istio-cni",
      "ServiceMonitor istio-system/istiod",
    ]);
    assert.deepEqual(specOf(resources, "ServiceMonitor", "istiod"), {
      selector: { matchLabels: { app: "istiod", istio: "pilot" } },
      endpoints: [{ port: "http-monitoring", interval: "30s" }],
    });
  });

  it("reads the gateway at the port with the metrics of proxy and agent", async () => {
    const resources = await recordMesh(meshConfigOf(), MeshMonitors);

    assert.deepEqual(specOf(resources, "PodMonitor", "istio-ingress"), {
      selector: { matchLabels: { istio: "ingress" } },
      podMetricsEndpoints: [
        {
          port: "http-envoy-prom",
          path: "/stats/prometheus",
          interval: "30s",
          relabelings: [
            {
              action: "replace",
              sourceLabels: ["__address__"],
              regex: "(.+):\\d+",
              targetLabel: "__address__",
              replacement: "$1:15020",
            },
          ],
        },
      ],
    });
  });

  it("leaves a gateway alone that is not this stack's", async () => {
    const istio = { ...ownIstio, makesGateway: false };

    const resources = await recordMesh(
      meshConfigOf({ addons: sampleAddons({ istio }) }),
      MeshMonitors,
    );

    assert.deepEqual(objectNames(resources), [
      "PodMonitor istio-system/istio-cni",
      "ServiceMonitor istio-system/istiod",
    ]);
  });
});
