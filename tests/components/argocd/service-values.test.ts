import assert from "node:assert/strict";
import { join } from "node:path";

import { serviceValues } from "../../../components/argocd/service-values.ts";
import { renderChart } from "../../../manifests/render.ts";
import { committedConfigs } from "../../support/real-configs.ts";
import {
  sampleAddons,
  sampleConfig,
  sampleProfile,
  sampleService,
} from "../../support/sample-config.ts";
import { root, tool } from "../../support/tools.ts";

const config = sampleConfig();

describe("serviceValues", () => {
  it("maps a service of fixed size, on a cluster that has everything", () => {
    const service = sampleService({
      callers: ["user-service", "product-service"],
      env: { LOG_LEVEL: "debug" },
    });

    assert.deepEqual(serviceValues(service, config), {
      environment: "development",
      team: "commerce",
      image: {
        registry: "registry.example.com",
        repository: "msa/order-service",
        tag: "1.2.3",
      },
      imagePullSecrets: [],
      replicas: 2,
      autoscaling: { enabled: false },
      resources: {
        requests: { cpu: "110m", memory: "120Mi" },
        limits: { cpu: "510m", memory: "520Mi" },
      },
      verticalAutoscaling: { enabled: true, mode: "off" },
      containerPort: 8080,
      probes: {
        startup: { path: "/healthz" },
        readiness: { path: "/readyz" },
        liveness: { path: "/healthz" },
      },
      rollout: { progressDeadlineSeconds: 600 },
      env: { LOG_LEVEL: "debug" },
      network: {
        callers: ["user-service", "product-service"],
        calls: [],
        gatewayNamespace: "istio-ingress",
        monitoringNamespace: "monitoring",
      },
      mesh: {
        enabled: true,
        host: "order-service-dev.example.com",
        gateway: "istio-ingress/public",
      },
      monitoring: {
        enabled: true,
        path: "/metrics",
        rules: { runbookUrl: "https://k8s.example.com/docs/runbook" },
      },
    });
  });

  it("leaves the number of pods to the HPA where there is one", () => {
    const profile = { ...sampleProfile, autoscaling: { min: 2, max: 5, cpu: 70, memory: 80 } };

    const values = serviceValues(sampleService({ profile }), config);

    assert.equal("replicas" in values, false);
    assert.deepEqual(values["autoscaling"], {
      enabled: true,
      minReplicas: 2,
      maxReplicas: 5,
      cpu: 70,
      memory: 80,
    });
  });

  it("runs an image by its digest when there is one", () => {
    const image = {
      registry: "registry.example.com",
      repository: "shop/orders",
      tag: "1.2.3",
      digest: `sha256:${"a".repeat(64)}`,
    };

    assert.deepEqual(serviceValues(sampleService({ image }), config)["image"], image);
  });

  it("lets a service call exactly those that name it as a caller", () => {
    const services = [
      sampleService({ name: "user-service", callers: ["order-service", "product-service"] }),
      sampleService({ name: "product-service", callers: ["user-service"] }),
      sampleService({ name: "notification-service", callers: ["order-service"] }),
      sampleService(),
    ];

    assert.deepEqual(serviceValues(sampleService(), sampleConfig({ services }))["network"], {
      callers: [],
      calls: ["user-service", "notification-service"],
      gatewayNamespace: "istio-ingress",
      monitoringNamespace: "monitoring",
    });
  });

  it("makes nothing of a mesh, a Prometheus or a vertical autoscaler that is not there", () => {
    const { argoCd, harbor, chartMuseum } = config.addons;
    const addons = { argoCd, harbor, chartMuseum };

    const values = serviceValues(sampleService(), sampleConfig({ addons }));

    assert.deepEqual(values["mesh"], { enabled: false });
    assert.deepEqual(values["network"], { callers: [], calls: [], gatewayNamespace: "" });
    assert.deepEqual(values["verticalAutoscaling"], { enabled: false, mode: "off" });
    assert.deepEqual(values["monitoring"], {
      enabled: false,
      path: "/metrics",
      rules: { runbookUrl: "https://k8s.example.com/docs/runbook" },
    });
  });

  it("pulls with every Secret of the environment", () => {
    const images = { pullSecrets: ["harbor", "docker-hub"] };

    assert.deepEqual(serviceValues(sampleService(), sampleConfig({ images }))["imagePullSecrets"], [
      { name: "harbor" },
      { name: "docker-hub" },
    ]);
  });

  it("says what a service keeps, and where its Redis is", () => {
    const cache = {
      memory: { size: "64Mi", ttlSeconds: 30 },
      redis: { prefix: "order-service:", ttlSeconds: 600 },
    };
    const redis = { install: true, namespace: "cache", host: "seed.cache.svc", port: 6390 };
    const addons = sampleAddons({ redis });

    assert.deepEqual(serviceValues(sampleService({ cache }), sampleConfig({ addons }))["cache"], {
      memory: { enabled: true, size: "64Mi", ttlSeconds: 30 },
      redis: {
        enabled: true,
        host: "seed.cache.svc",
        port: 6390,
        namespace: "cache",
        prefix: "order-service:",
        ttlSeconds: 600,
      },
    });
  });

  it("keeps a service that declares only one kind of cache away from the other", () => {
    const memory = { size: "64Mi", ttlSeconds: 30 };

    assert.deepEqual(serviceValues(sampleService({ cache: { memory } }), config)["cache"], {
      memory: { enabled: true, ...memory },
    });
    assert.equal("cache" in serviceValues(sampleService({ cache: {} }), config), false);
  });

  it("says in the mesh which files others may keep and which origins may call", () => {
    const service = sampleService({
      static: { paths: ["/assets"], maxAgeSeconds: 60, immutable: true },
      cors: { allowedOrigins: ["https://cdn.example.com"] },
    });

    assert.deepEqual(serviceValues(service, config)["mesh"], {
      enabled: true,
      host: "order-service-dev.example.com",
      gateway: "istio-ingress/public",
      static: { paths: ["/assets"], maxAgeSeconds: 60, immutable: true },
      cors: { allowedOrigins: ["https://cdn.example.com"] },
    });
    const addons = sampleAddons();
    delete (addons as { istio?: object }).istio;
    assert.deepEqual(serviceValues(service, sampleConfig({ addons }))["mesh"], { enabled: false });
  });

  it("gives the chart what it accepts of a service that keeps and shows all it can", async () => {
    const service = sampleService({
      cache: {
        memory: { size: "64Mi", ttlSeconds: 1 },
        redis: { prefix: "order-service:", ttlSeconds: 31_536_000 },
      },
      static: { paths: ["/assets", "/images/"], maxAgeSeconds: 31_536_000, immutable: false },
      cors: { allowedOrigins: ["https://cdn.example.com", "http://localhost:3000"] },
    });

    const objects = await renderChart({
      helm: tool("helm4"),
      chart: join(root, "charts", "microservice"),
      releaseName: service.name,
      namespace: config.namespace,
      values: serviceValues(service, config),
    });

    const text = JSON.stringify(objects);
    for (const found of ["REDIS_PASSWORD", "max-age=31536000", "http://localhost:3000"]) {
      assert.ok(text.includes(found), found);
    }
  });

  it("joins a service's own maps key by key, and replaces its lists and scalars whole", () => {
    const service = sampleService({
      callers: ["user-service"],
      env: { LOG_LEVEL: "info", REGION: "kr" },
      values: {
        env: { LOG_LEVEL: "debug", COLOUR: "blue" },
        network: { callers: ["a", "b"], metricsPort: 9090 },
        containerPort: 3000,
        mesh: "off",
        tolerations: [],
      },
    });

    const values = serviceValues(service, config);

    assert.deepEqual(values["env"], { LOG_LEVEL: "debug", REGION: "kr", COLOUR: "blue" });
    assert.deepEqual(values["network"], {
      callers: ["a", "b"],
      calls: [],
      gatewayNamespace: "istio-ingress",
      monitoringNamespace: "monitoring",
      metricsPort: 9090,
    });
    assert.equal(values["containerPort"], 3000);
    assert.equal(values["mesh"], "off");
    assert.deepEqual(values["tolerations"], []);
  });

  it("changes neither the service nor its values when it joins them", () => {
    const service = sampleService({ env: { A: "1" }, values: { env: { B: "2" } } });
    const before = structuredClone(service);

    serviceValues(service, config);

    assert.deepEqual(service, before);
  });

  it("gives a chart that is not the platform's nothing but the service's own values", () => {
    const values = { auth: { enabled: false }, replicaCount: 2 };

    assert.deepEqual(
      serviceValues(sampleService({ usesPlatformChart: false, values }), config),
      values,
    );
  });

  for (const committed of committedConfigs()) {
    for (const service of committed.services) {
      it(`gives the chart what its schema and its checks accept for ${service.applicationName}`, async () => {
        const objects = await renderChart({
          helm: tool("helm4"),
          chart: join(root, "charts", "microservice"),
          releaseName: service.name,
          namespace: committed.namespace,
          values: serviceValues(service, committed),
        });

        const deployments = objects.filter(({ kind }) => kind === "Deployment");
        assert.deepEqual(
          deployments.map(({ metadata }) => `${metadata.namespace ?? ""}/${metadata.name}`),
          [`${committed.namespace}/${service.name}`],
        );
      });
    }
  }
});
