import assert from "node:assert/strict";
import type { Profile } from "../../config/model.ts";
import { quotaOf } from "../../config/quota.ts";

const profile: Profile = {
  replicas: 2,
  requests: { cpu: "100m", memory: "128Mi" },
  limits: { cpu: "0.5", memory: "1Gi" },
  verticalAutoscaling: "off",
};

describe("the quota of an environment", () => {
  it("covers the replicas of every service and the surge of a rollout, rounded up", () => {
    assert.deepEqual(quotaOf([{ profile }, { profile }], false), {
      pods: 6,
      requests: { cpu: "600m", memory: "768Mi" },
      limits: { cpu: "3000m", memory: "6144Mi" },
    });
  });

  it("covers the HPA's maximum where there is an HPA", () => {
    const scaled = { ...profile, autoscaling: { min: 2, max: 10, cpu: 70, memory: 80 } };
    assert.equal(quotaOf([{ profile: scaled }], false).pods, 13);
  });

  it("covers the sidecar of each pod where there is a mesh", () => {
    assert.deepEqual(quotaOf([{ profile }], true), {
      pods: 3,
      requests: { cpu: "600m", memory: "768Mi" },
      limits: { cpu: "7500m", memory: "6144Mi" },
    });
  });

  it("is in bytes where memory is no whole number of mebibytes", () => {
    const odd = { ...profile, requests: { cpu: "1", memory: "100M" } };
    assert.equal(quotaOf([{ profile: odd }], false).requests.memory, "300000000");
  });
});
