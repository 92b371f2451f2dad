import assert from "node:assert/strict";
import { example, minimal, only, render } from "./chart.ts";

interface WithSpec {
  readonly spec: Readonly<Record<string, unknown>>;
}
const host = "user-service.microservices.svc.cluster.local";

describe("charts/microservice: the mesh", () => {
  it("routes the public host through the gateway and the service's name in the mesh", async () => {
    const { spec } = only<WithSpec>(await render(example("staging")), "VirtualService");

    assert.deepEqual(spec, {
      hosts: [host, "user-service-staging.jclee.me"],
      gateways: ["mesh", "istio-ingress/public"],
      http: [
        {
          name: "default",
          route: [{ destination: { host, port: { number: 80 } } }],
          timeout: "15s",
          retries: { attempts: 2, perTryTimeout: "5s", retryOn: "connect-failure,refused-stream" },
        },
      ],
    });
  });

  it("routes only within the mesh when there is no public host", async () => {
    const { spec } = only<WithSpec>(await render(example("worker")), "VirtualService");

    assert.deepEqual([spec["hosts"], spec["gateways"]], [[host], ["mesh"]]);
  });

  it("switches retries off, which Istio would else do by itself", async () => {
    const mesh = { enabled: true, retries: { attempts: 0 } };
    const { spec } = only<{ spec: { http: { retries: unknown }[] } }>(
      await render({ ...minimal, mesh }),
      "VirtualService",
    );

    assert.deepEqual(spec.http[0]?.retries, { attempts: 0 });
  });

  it("bounds connections, takes failing pods out, and leaves TLS to the mesh", async () => {
    const { spec } = only<WithSpec>(await render(example("staging")), "DestinationRule");

    assert.deepEqual(spec, {
      host,
      trafficPolicy: {
        connectionPool: {
          tcp: { maxConnections: 1024, connectTimeout: "5s" },
          http: {
            http1MaxPendingRequests: 1024,
            http2MaxRequests: 1024,
            maxRequestsPerConnection: 0,
            maxRetries: 16,
            idleTimeout: "300s",
          },
        },
        outlierDetection: {
          consecutive5xxErrors: 5,
          interval: "10s",
          baseEjectionTime: "30s",
          maxEjectionPercent: 50,
          minHealthPercent: 50,
        },
      },
    });
  });

  it("makes no mesh object, label or annotation for a service outside the mesh", async () => {
    const text = JSON.stringify(await render(example("no-mesh")));

    assert.deepEqual(text.match(/istio|prometheus\.io/g), null);
  });
});
