import assert from "node:assert/strict";

import type { HelmValues } from "../../../components/helm-values.ts";
import { at, installingConfig, valuesOfRelease } from "./record-addons.ts";

const images = { mirror: "mirror.example.com", pullSecrets: ["harbor"] };

describe("MetricsServer", () => {
  it("runs once on a small platform, without a budget that would hold its node", async () => {
    assert.deepEqual(await valuesOfRelease(installingConfig("small"), "metrics-server"), {
      replicas: 1,
      podDisruptionBudget: { enabled: false },
      resources: {
        requests: { cpu: "50m", memory: "128Mi" },
        limits: { cpu: "200m", memory: "256Mi" },
      },
      metrics: { enabled: true },
      serviceMonitor: { enabled: true },
    });
  });

  it("runs twice on a large one, from the mirror", async () => {
    const values = await valuesOfRelease(installingConfig("large", { images }), "metrics-server");
    assert.equal(values["replicas"], 2);
    assert.deepEqual(values["podDisruptionBudget"], { enabled: true, minAvailable: 1 });
    assert.deepEqual(values["image"], {
      repository: "mirror.example.com/metrics-server/metrics-server",
    });
    assert.deepEqual(values["imagePullSecrets"], [{ name: "harbor" }]);
  });
});

describe("VerticalPodAutoscaler", () => {
  let small: HelmValues;
  let large: HelmValues;

  before(async () => {
    small = await valuesOfRelease(installingConfig("small"), "vpa");
    large = await valuesOfRelease(installingConfig("large", { images }), "vpa");
  });

  it("never runs two recommenders or updaters, which would both act", () => {
    for (const part of ["recommender", "updater"]) {
      assert.equal(at(large, part, "replicaCount"), 1, part);
      assert.equal(at(large, part, "podDisruptionBudget"), undefined, part);
      assert.deepEqual(at(large, part, "podMonitor"), { enabled: true }, part);
    }
  });

  it("answers the webhook from two pods on a large platform, and keeps one in a drain", () => {
    assert.equal(at(large, "admissionController", "replicaCount"), 2);
    const budget = (values: HelmValues) => at(values, "admissionController", "podDisruptionBudget");
    assert.deepEqual(budget(large), { maxUnavailable: 1 });
    assert.deepEqual(budget(small), {});
  });

  it("stops no pod from starting when it does not answer", () => {
    assert.deepEqual(at(small, "admissionController", "mutatingWebhookConfiguration"), {
      failurePolicy: "Ignore",
    });
  });

  it("pulls its four images through the mirror, and each once", () => {
    const repository = (...path: string[]) => at(large, ...path, "image");
    const from = (path: string) => ({
      repository: `mirror.example.com/${path}`,
      pullPolicy: "IfNotPresent",
    });
    assert.deepEqual(
      [
        repository("recommender"),
        repository("updater"),
        repository("admissionController"),
        repository("admissionController", "certGen"),
      ],
      [
        from("autoscaling/vpa-recommender"),
        from("autoscaling/vpa-updater"),
        from("autoscaling/vpa-admission-controller"),
        from("ingress-nginx/kube-webhook-certgen"),
      ],
    );
    assert.deepEqual(at(small, "updater", "image"), { pullPolicy: "IfNotPresent" });
    assert.deepEqual(large["imagePullSecrets"], [{ name: "harbor" }]);
  });

  it("leaves metrics-server to its own release", () => {
    assert.deepEqual(small["metrics-server"], { enabled: false });
  });
});
