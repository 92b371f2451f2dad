import assert from "node:assert/strict";

import { isGood } from "../../../cli/status/model.ts";
import { statusOf } from "../../../cli/status/status.ts";
import type { LiveObjects } from "../../../cli/status/objects.ts";
import { sampleConfig, sampleProfile, sampleService } from "../../support/sample-config.ts";
import { application, deployment, live, pod } from "./live-objects.ts";

function rowOf(objects: Partial<LiveObjects> = {}, service = sampleService()) {
  const [row] = statusOf(sampleConfig({ services: [service] }), live(objects));
  assert.ok(row !== undefined);
  return row;
}

const scaled = sampleService({
  profile: { ...sampleProfile, autoscaling: { min: 3, max: 9, cpu: 70, memory: 80 } },
});

const hpa = (status: string, reason: string) => ({
  metadata: { name: "order-service-hpa" },
  spec: { minReplicas: 3, maxReplicas: 9 },
  status: { conditions: [{ type: "ScalingActive", status, reason }] },
});

describe("statusOf", () => {
  it("joins everything that is known of a service", () => {
    assert.deepEqual(rowOf(), {
      environment: "development",
      service: "order-service",
      application: "order-service-development",
      url: "https://order-service-dev.example.com",
      version: "1.2.3",
      sync: "Synced",
      health: "Healthy",
      replicas: { ready: 2, wanted: 2 },
      drift: [],
      reasons: [],
    });
  });

  it("says when it was last deployed, by a person or by Argo CD itself", () => {
    const at = (deployedAt: string, initiatedBy: object) => ({ deployedAt, initiatedBy });
    const by = (...history: ReturnType<typeof at>[]) =>
      rowOf({ applications: [application({ history })] }).lastDeploy;
    const first = at("2026-11-22T10:00:00Z", { automated: true });
    const second = at("2026-11-23T15:04:05Z", { username: "kim" });
    assert.deepEqual(by(first), { time: "2026-11-22T10:00:00Z", by: "Argo CD" });
    assert.deepEqual(by(first, second), { time: "2026-11-23T15:04:05Z", by: "kim" });
    assert.equal(by(), undefined);
  });

  it("names the objects that are not as declared", () => {
    const resources = [
      { kind: "Service", name: "order-service", status: "Synced" },
      { kind: "Deployment", name: "order-service", status: "OutOfSync" },
      { kind: "Pod", name: "order-service-hook" },
    ];
    const { drift } = rowOf({ applications: [application({ resources })] });
    assert.deepEqual(drift, ["Deployment order-service"]);
  });

  it("calls a service without Application Missing, at the version and size declared", () => {
    const row = rowOf({ applications: [], deployments: [], pods: [] });
    assert.equal(row.sync, "Missing");
    assert.equal(row.health, "Missing");
    assert.equal(row.version, "1.2.3");
    assert.deepEqual(row.replicas, { ready: 0, wanted: 2 });
    assert.equal(isGood(row), false);
  });

  it("calls an Application that Argo CD has not looked at yet Unknown", () => {
    const { metadata, spec } = application();
    const row = rowOf({ applications: [{ metadata, spec }] });
    assert.deepEqual([row.sync, row.health], ["Unknown", "Unknown"]);
  });

  it("has one row per service, in the order of the configuration", () => {
    const services = [sampleService({ name: "b" }), sampleService({ name: "a" })];
    const rows = statusOf(sampleConfig({ services }), live());
    assert.deepEqual(
      rows.map((row) => row.service),
      ["b", "a"],
    );
  });

  it("shows the version that runs and the declared one while any pod is of the old", () => {
    assert.equal(rowOf({ pods: [pod({}, "1.2.3"), pod({}, "1.0.0")] }).version, "1.0.0 → 1.2.3");
  });

  it("shows the Deployment's version where there is no pod", () => {
    const old = deployment({}, "registry.example.com/msa/order-service:1.1.0");
    assert.equal(rowOf({ deployments: [old], pods: [] }).version, "1.1.0 → 1.2.3");
  });

  it("does not take a pod that is being deleted for one that runs", () => {
    const { metadata, ...rest } = pod({}, "1.0.0");
    const leaving = { metadata: { ...metadata, deletionTimestamp: "2026-01-01" }, ...rest };
    assert.equal(rowOf({ pods: [pod(), leaving] }).version, "1.2.3");
  });

  it("takes the declared version from the Application, which Argo CD acts on", () => {
    assert.equal(rowOf({}, sampleService({ version: "9.9.9" })).version, "1.2.3");
  });

  for (const [image, title] of [
    [`r.example.com/a/b:1.2.3@sha256:${"0".repeat(64)}`, "before a digest"],
    ["localhost:5000/a/b:1.2.3", "behind a port"],
    [`r.example.com:5000/a/b@sha256:${"0".repeat(64)}`, "that is not there"],
  ] as const) {
    it(`reads the tag ${title}`, () => {
      assert.equal(rowOf({ deployments: [deployment({}, image)], pods: [] }).version, "1.2.3");
    });
  }

  it("reads the service's own container, whatever stands before it", () => {
    const { metadata } = pod();
    const containers = [
      { name: "istio-proxy", image: "docker.io/istio/proxyv2:1.30.0" },
      { name: "order-service", image: "r.example.com/order-service:1.2.3" },
    ];
    assert.equal(rowOf({ pods: [{ metadata, spec: { containers } }] }).version, "1.2.3");
  });

  it("wants what the HPA has set, not what is declared", () => {
    const { metadata, spec } = deployment();
    const five = { metadata, spec: { ...spec, replicas: 5 }, status: { readyReplicas: 4 } };
    const row = rowOf({ deployments: [five], autoscalers: [hpa("True", "ValidMetricFound")] });
    assert.deepEqual(row.replicas, { ready: 4, wanted: 5 });
    assert.deepEqual(row.autoscaler, { min: 3, max: 9, metrics: true });
  });

  it("wants the HPA's minimum while there is no Deployment", () => {
    assert.deepEqual(rowOf({ deployments: [], pods: [] }, scaled).replicas, {
      ready: 0,
      wanted: 3,
    });
  });

  it("stays good when only the HPA has something to remark", () => {
    const row = rowOf({ autoscalers: [hpa("False", "FailedGetResourceMetric")] }, scaled);
    assert.deepEqual(row.autoscaler, { min: 3, max: 9, metrics: false });
    assert.equal(row.reasons.length, 1);
    assert.equal(isGood(row), true);
  });
});
