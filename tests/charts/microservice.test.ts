import assert from "node:assert/strict";
import type {
  V1Deployment,
  V1PodDisruptionBudget,
  V1Service,
  V1ServiceAccount,
  V2HorizontalPodAutoscaler,
} from "@kubernetes/client-node";
import { example, examples, minimal, names, namespace, only, render, service } from "./chart.ts";

const selector = {
  app: "user-service",
  "app.kubernetes.io/name": "user-service",
  "app.kubernetes.io/instance": "user-service",
};

/** The seed's table: requests, limits, and either replicas or the bounds of the HPA. */
const sizes = {
  development: {
    requests: { cpu: "100m", memory: "128Mi" },
    limits: { cpu: "500m", memory: "512Mi" },
    replicas: 1,
  },
  staging: {
    requests: { cpu: "200m", memory: "256Mi" },
    limits: { cpu: "1000m", memory: "1Gi" },
    bounds: [2, 5],
  },
  production: {
    requests: { cpu: "500m", memory: "512Mi" },
    limits: { cpu: "2000m", memory: "2Gi" },
    bounds: [3, 10],
  },
} as const;

describe("charts/microservice", () => {
  it("makes five objects when a service says only its image", async () => {
    assert.deepEqual(names(await render(minimal)), [
      "Deployment user-service",
      "NetworkPolicy user-service",
      "PodDisruptionBudget user-service",
      "Service user-service",
      "ServiceAccount user-service",
    ]);
  });

  it("calls every object as operators do: by the service's name, the HPA with -hpa", async () => {
    assert.deepEqual(names(await render(example("all-on"))), [
      "AuthorizationPolicy user-service",
      "ConfigMap user-service-env",
      "ConfigMap user-service-files",
      "Deployment user-service",
      "DestinationRule user-service",
      "HorizontalPodAutoscaler user-service-hpa",
      "NetworkPolicy user-service",
      "PodDisruptionBudget user-service",
      "PrometheusRule user-service",
      "Service user-service",
      "ServiceAccount user-service",
      "ServiceMonitor user-service",
      "VerticalPodAutoscaler user-service",
      "VirtualService user-service",
    ]);
  });

  for (const name of examples) {
    it(`puts every object of example ${name} into the release's namespace, labelled app=${service}`, async () => {
      const objects = await render(example(name));

      assert.deepEqual(
        objects.map(({ metadata }) => [metadata.namespace, metadata.labels?.["app"]]),
        objects.map(() => [namespace, service]),
      );
    });

    it(`selects by nothing that ever changes in example ${name}`, async () => {
      const objects = await render(example(name));
      const deployment = only<V1Deployment>(objects, "Deployment");

      assert.deepEqual(deployment.spec?.selector, { matchLabels: selector });
      assert.deepEqual(only<V1Service>(objects, "Service").spec?.selector, selector);
      for (const [key, value] of Object.entries(selector)) {
        assert.equal(deployment.spec.template.metadata?.labels?.[key], value);
      }
    });
  }

  for (const [environment, size] of Object.entries(sizes)) {
    it(`gives ${environment} the resources and pods of the seed`, async () => {
      const objects = await render(example(environment));
      const spec = only<V1Deployment>(objects, "Deployment").spec;
      const hpa = objects.find(({ kind }) => kind === "HorizontalPodAutoscaler")?.["spec"] as
        { minReplicas: number; maxReplicas: number } | undefined;

      assert.deepEqual(spec?.template.spec?.containers[0]?.resources, {
        requests: size.requests,
        limits: size.limits,
      });
      assert.equal(spec.replicas, "replicas" in size ? size.replicas : undefined);
      assert.deepEqual(
        hpa && [hpa.minReplicas, hpa.maxReplicas],
        "bounds" in size ? size.bounds : undefined,
      );
    });
  }

  it("has no replicas, not even as null, when the HPA decides", async () => {
    const deployment = only<V1Deployment>(await render(example("staging")), "Deployment");

    assert.equal(Object.hasOwn(deployment.spec ?? {}, "replicas"), false);
  });

  it("measures CPU and memory in the HPA and shrinks slower than it grows", async () => {
    const { spec } = only<V2HorizontalPodAutoscaler>(
      await render(example("production")),
      "HorizontalPodAutoscaler",
    );

    assert.deepEqual(spec.scaleTargetRef, {
      apiVersion: "apps/v1",
      kind: "Deployment",
      name: "user-service",
    });
    assert.deepEqual(
      spec.metrics?.map(({ resource }) => [resource?.name, resource?.target.averageUtilization]),
      [
        ["cpu", 70],
        ["memory", 80],
      ],
    );
    assert.deepEqual(
      [
        spec.behavior?.scaleUp?.stabilizationWindowSeconds,
        spec.behavior?.scaleDown?.stabilizationWindowSeconds,
      ],
      [0, 300],
    );
  });

  for (const name of ["minimal", "production"]) {
    it(`always lets one pod of example ${name} be drained`, async () => {
      const budget = only<V1PodDisruptionBudget>(
        await render(example(name)),
        "PodDisruptionBudget",
      );

      assert.deepEqual(budget.spec, {
        maxUnavailable: 1,
        unhealthyPodEvictionPolicy: "AlwaysAllow",
        selector: { matchLabels: selector },
      });
    });
  }

  it("lets a service do without a disruption budget", async () => {
    const objects = await render({ ...minimal, disruptionBudget: { enabled: false } });

    assert.deepEqual(
      objects.filter(({ kind }) => kind === "PodDisruptionBudget"),
      [],
    );
  });

  it("serves port 80 as http and gives the pods no token", async () => {
    const objects = await render(minimal);

    assert.deepEqual(only<V1Service>(objects, "Service").spec?.ports, [
      { name: "http", port: 80, targetPort: "http", protocol: "TCP", appProtocol: "http" },
    ]);
    assert.equal(
      only<V1ServiceAccount>(objects, "ServiceAccount").automountServiceAccountToken,
      false,
    );
    const pod = only<V1Deployment>(objects, "Deployment").spec?.template.spec;
    assert.deepEqual(
      [pod?.serviceAccountName, pod?.automountServiceAccountToken],
      [service, false],
    );
  });

  for (const [mode, updateMode] of [
    ["off", "Off"],
    ["initial", "Initial"],
    ["auto", "Recreate"],
  ] as const) {
    it(`turns vertical mode ${mode} into ${updateMode}, bounded by the limits`, async () => {
      const values = { ...minimal, verticalAutoscaling: { enabled: true, mode } };
      const { spec } = only<{ spec: Record<string, Record<string, unknown>> }>(
        await render(values),
        "VerticalPodAutoscaler",
      );

      assert.deepEqual(spec["updatePolicy"], { updateMode });
      assert.deepEqual(spec["resourcePolicy"]?.["containerPolicies"], [
        {
          containerName: service,
          mode: "Auto",
          controlledResources: ["cpu", "memory"],
          controlledValues: "RequestsAndLimits",
          minAllowed: { cpu: "10m", memory: "32Mi" },
          maxAllowed: { cpu: "500m", memory: "512Mi" },
        },
        { containerName: "*", mode: "Off" },
      ]);
    });
  }
});
