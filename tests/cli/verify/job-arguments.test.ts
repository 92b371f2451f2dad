import assert from "node:assert/strict";

import { jobArguments } from "../../../cli/verify/job-arguments.ts";
import { sampleConfig, sampleService } from "../../support/sample-config.ts";

describe("what the Job is told", () => {
  const facts = { name: "msa-verify-abc123", context: "mine" };
  const cart = sampleService({
    name: "cart",
    port: 9000,
    apiTests: [{ method: "GET", path: "/api?x=1", status: 200 }],
  });

  it("is the Service of each service that was chosen, and the port of its pods", () => {
    const config = sampleConfig({ services: [cart, sampleService({ name: "user" })] });
    const { services, checks } = jobArguments({ ...facts, config, services: ["cart"] });

    assert.deepEqual(services, [{ name: "cart", port: 9000 }]);
    assert.deepEqual(
      checks.map(({ url }) => url),
      [
        "http://cart.microservices-dev.svc:80/healthz",
        "http://cart.microservices-dev.svc:80/api?x=1",
      ],
    );
  });

  it("follows a port that the service's own values give its Service", () => {
    const config = sampleConfig({ services: [{ ...cart, values: { service: { port: 81 } } }] });
    const { checks } = jobArguments({ ...facts, config, services: ["cart"] });

    assert.equal(checks[0]?.url, "http://cart.microservices-dev.svc:81/healthz");
  });

  it("leaves out what has a chart of its own", () => {
    const config = sampleConfig({ services: [{ ...cart, usesPlatformChart: false }] });

    assert.deepEqual(jobArguments({ ...facts, config, services: ["cart"] }).checks, []);
  });

  it("knows of a mesh only where there is one, and each login once", () => {
    const config = sampleConfig({ images: { pullSecrets: ["harbor"] } });
    const { istio, ...addons } = config.addons;
    assert.ok(istio);
    const of = (each: typeof config) => jobArguments({ ...facts, config: each, services: [] });

    assert.deepEqual(of(config).mesh, { trustDomain: "cluster.local" });
    assert.equal(of({ ...config, addons }).mesh, undefined);
    assert.deepEqual(of(config).pullSecrets, ["harbor"]);
  });
});
