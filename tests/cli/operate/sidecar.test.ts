import assert from "node:assert/strict";

import { healthOf } from "../../../cli/operate/envoy.ts";
import { sidecarIn } from "../../../cli/operate/sidecar.ts";

const image = "docker.io/istio/proxyv2:1.30.0";
const pod = (spec: object, status: object = {}) => ({
  metadata: { name: "order-1" },
  spec: { containers: [{ name: "order" }], ...spec },
  status,
});
const proxy = { name: "istio-proxy", image };

describe("sidecarIn", () => {
  it("finds one that is an ordinary container, and one that is an init container which stays", () => {
    const ready = [{ name: "istio-proxy", ready: true }];
    const wanted = {
      ...{ service: "order", pod: "order-1", isInjected: true, isReady: true, version: "1.30.0" },
      problems: [],
    };
    const beside = pod({ containers: [{ name: "order" }, proxy] }, { containerStatuses: ready });
    const init = pod({ initContainers: [proxy] }, { initContainerStatuses: ready });
    assert.deepEqual(sidecarIn(beside as never, "order"), wanted);
    assert.deepEqual(sidecarIn(init as never, "order"), wanted);
  });

  it("says that a pod is not in the mesh, and what to look at", () => {
    const { isInjected, problems } = sidecarIn(pod({}), "order");
    assert.equal(isInjected, false);
    assert.match(problems[0] ?? "", /^has no sidecar: it is not in the mesh\. /);
  });

  it("says that a sidecar is not ready", () => {
    const { isReady, problems } = sidecarIn(pod({ initContainers: [proxy] }), "order");
    assert.equal(isReady, false);
    assert.match(problems[0] ?? "", /^istio-proxy is not ready\. /);
  });
});

describe("healthOf", () => {
  const host = (port: number, health: object) => ({
    address: { socket_address: { address: "10.0.0.1", port_value: port } },
    health_status: health,
  });

  it("names each endpoint that Envoy holds for unhealthy, with its own words", () => {
    const hosts = [
      host(1, { eds_health_status: "HEALTHY" }),
      host(2, { eds_health_status: "HEALTHY", failed_outlier_check: true }),
      host(3, { eds_health_status: "UNHEALTHY" }),
    ];
    const clusters = [
      { name: "outbound|80||order", host_statuses: hosts },
      { name: "outbound|80||empty" },
    ];
    assert.deepEqual(healthOf({ cluster_statuses: clusters }, true), {
      isReady: true,
      clusters: 1,
      unhealthy: [
        "outbound|80||order: 10.0.0.1:2 failed_outlier_check",
        "outbound|80||order: 10.0.0.1:3 unhealthy",
      ],
    });
  });
});
