import assert from "node:assert/strict";
import { ConfigError } from "../../config/config-error.ts";
import type { ConfigInput } from "../../config/input.ts";
import type { Config } from "../../config/model.ts";
import { parse } from "../../config/parse.ts";
import { fromEngine, fromFiles, readFixtures, type Fixture } from "./fixture.ts";

/** What `read` and `parse` complain of, as lines without their indentation. */
function complaint(read: () => ConfigInput): readonly string[] {
  try {
    parse(read());
  } catch (error) {
    assert.ok(error instanceof ConfigError, String(error));
    return error.message.split("\n").map((line) => line.trimStart());
  }
  return [];
}

function titled({ file, expected }: Fixture): readonly string[] {
  const { length } = expected;
  return [`${file} has ${length} ${length === 1 ? "problem" : "problems"}:`, ...expected];
}

describe("an invalid configuration", () => {
  const invalid = readFixtures("invalid");

  it("has at least a hundred fixtures, each with its message", () => {
    assert.deepEqual(
      invalid.filter((fixture) => fixture.expected.length === 0),
      [],
    );
    assert.ok(invalid.length >= 100, `${invalid.length}`);
  });

  for (const fixture of invalid) {
    it(`is refused with exactly the message of ${fixture.name}, however it is read`, () => {
      assert.deepEqual(
        complaint(() => fromFiles(fixture)),
        titled(fixture),
      );
      if (!fixture.filesOnly) {
        assert.deepEqual(
          complaint(() => fromEngine(fixture)),
          titled(fixture),
        );
      }
    });
  }
});

describe("a valid configuration", () => {
  const valid = new Map(readFixtures("valid").map((fixture) => [fixture.name, fixture]));
  const seen = new Set<string>();

  function read(name: string): Config {
    const fixture = valid.get(name);
    assert.ok(fixture, `no fixture ${name}`);
    seen.add(name);
    return parse(fromFiles(fixture));
  }

  function orders(config: Config) {
    const service = config.services.find(({ name }) => name === "orders");
    assert.ok(service);
    return service;
  }

  for (const fixture of valid.values()) {
    if (fixture.filesOnly) continue;
    it(`of ${fixture.name} is the same from files and from the engine`, () => {
      assert.deepEqual(parse(fromEngine(fixture)), parse(fromFiles(fixture)));
    });
  }

  const testedElsewhere = {
    quota: undefined,
    access: undefined,
    notifications: undefined,
    off: undefined,
  };

  it("is complete, whatever was left to defaults", () => {
    const config = read("base");
    assert.deepEqual(
      {
        ...config,
        platform: { owner: config.platform.owner },
        tools: config.tools.map(({ name }) => name),
        services: config.services.map(({ name }) => name),
        ...testedElsewhere,
      },
      {
        environment: "production",
        branch: "main",
        domain: "example.org",
        hostSuffix: "",
        registry: "registry.example.org",
        namespace: "shop",
        cluster: { context: "production", uid: "" },
        platform: { owner: "production" },
        images: { pullSecrets: [] },
        addons: {
          argoCd: { install: true, namespace: "argocd" },
          istio: {
            install: true,
            namespace: "istio-system",
            gateway: "istio-ingress/msa-production",
            makesGateway: true,
            gatewayNamespace: "istio-ingress",
            tracingPercent: 10,
            trustedProxies: 0,
          },
          certManager: { install: true, namespace: "cert-manager", issuer: { kind: "selfSigned" } },
          prometheus: { install: true, namespace: "monitoring", retention: "15d" },
          grafana: { install: true, namespace: "monitoring" },
          jaeger: { install: true, namespace: "tracing" },
          metricsServer: { install: true, namespace: "autoscaling" },
          verticalPodAutoscaler: { install: true, namespace: "autoscaling" },
          redis: {
            install: true,
            namespace: "redis",
            host: "redis-leader.redis.svc.cluster.local",
            port: 6379,
          },
          dashboard: { install: true, namespace: "management" },
          harbor: { url: "https://registry.example.org" },
          chartMuseum: { url: "https://charts.example.org" },
        },
        tools: ["argo", "grafana", "jaeger", "k8s", "prometheus"],
        profile: {
          replicas: 3,
          requests: { cpu: "500m", memory: "512Mi" },
          limits: { cpu: "2000m", memory: "2Gi" },
          autoscaling: { min: 3, max: 10, cpu: 70, memory: 80 },
          verticalAutoscaling: "off",
        },
        ...testedElsewhere,
        sync: { automated: true, selfHeal: true, prune: true, retries: 5, windows: [] },
        rollout: { progressDeadlineSeconds: 600 },
        verify: { image: "docker.io/library/node:24.21.0-alpine" },
        secrets: [],
        repositories: [],
        awaitHealthy: false,
        adopt: [],
        services: ["orders", "users"],
      },
    );
    assert.deepEqual(orders(config), {
      name: "orders",
      apiTests: [],
      applicationName: "orders-production",
      description: "Orders.",
      team: "commerce",
      version: "2.1.0",
      image: { registry: "registry.example.org", repository: "msa/orders", tag: "2.1.0" },
      chart: { name: "microservice", version: "1.0.0", repository: "https://charts.example.org" },
      usesPlatformChart: true,
      port: 8080,
      paths: { health: "/healthz", ready: "/readyz", metrics: "/metrics" },
      host: "orders.example.org",
      callers: [],
      profile: config.profile,
      secrets: [],
      secretsRevision: 0,
      env: {},
      values: {},
    });
  });

  it("joins an exception with the environment's profile key by key", () => {
    const config = read("exception");
    assert.deepEqual(orders(config).profile, {
      ...config.profile,
      replicas: 4,
      limits: { cpu: "4", memory: "2Gi" },
    });
    assert.equal(config.services[1]?.profile.replicas, 3);
  });

  it("switches the HPA off for the one service that says so", () => {
    const config = read("autoscaling-off-for-one");
    assert.deepEqual(
      config.services.map(({ name, profile }) => [name, "autoscaling" in profile]),
      [
        ["orders", false],
        ["users", true],
      ],
    );
  });

  it("takes the bounds an exception leaves out from the environment", () => {
    assert.deepEqual(orders(read("autoscaling-exception")).profile.autoscaling, {
      min: 3,
      max: 20,
      cpu: 70,
      memory: 80,
    });
  });

  it("takes an amount of cpu that YAML reads as a number", () => {
    const { requests, limits } = read("cpu-as-number").profile;
    assert.deepEqual([requests.cpu, limits.cpu], ["0.5", "2"]);
  });

  it("lets a service bring its own chart", () => {
    const { chart, usesPlatformChart } = orders(read("own-chart"));
    assert.deepEqual(chart, {
      name: "shop",
      version: "3.0.0",
      repository: "oci://charts.example.net/shop",
    });
    assert.equal(usesPlatformChart, false);
  });

  it("takes every chart from the mirror, a service's own included", () => {
    assert.deepEqual(
      read("mirror").services.map(({ chart }) => [chart.name, chart.repository]),
      [
        ["shop", "http://127.0.0.1:8879/charts"],
        ["microservice", "http://127.0.0.1:8879/charts"],
      ],
    );
  });

  it("uses the image, port and paths that the catalogue names", () => {
    const { image, port, paths } = orders(read("image-and-digest"));
    assert.deepEqual(image, {
      registry: "registry.example.org",
      repository: "shop/orders",
      tag: "2.1.0",
      digest: `sha256:${"a".repeat(64)}`,
    });
    assert.deepEqual([port, paths.health, paths.ready], [9000, "/live", "/readyz"]);
  });

  it("lays a stack's values over the catalogue's, and replaces lists", () => {
    const { env, values } = orders(read("values"));
    assert.deepEqual(env, { LOG_LEVEL: "debug", DB_PASSWORD_FILE: "/run/db" });
    assert.deepEqual(values, { a: { b: 1, c: [3], e: null }, d: true });
  });

  it("takes the name of a Secret for no secret", () => {
    assert.deepEqual(orders(read("references-to-secrets")).env, {
      DATABASE_PASSWORD: "$(POD_PASSWORD)",
    });
  });

  it("has no add-on that is switched off", () => {
    assert.deepEqual(read("add-ons-off").addons, {
      argoCd: { install: true, namespace: "argocd" },
      harbor: { url: "https://registry.example.org" },
      chartMuseum: { url: "https://charts.example.org" },
    });
  });

  it("knows add-ons in other namespaces", () => {
    const { argoCd, istio, prometheus } = read("add-ons-elsewhere").addons;
    assert.deepEqual(
      [argoCd.namespace, istio?.gateway, istio?.gatewayNamespace, prometheus?.namespace],
      ["cd", "edge/public", "edge", "metrics"],
    );
  });

  it("takes every other key as written", () => {
    const { platform, sync, rollout, awaitHealthy, adopt, cluster } = read("everything-else");
    assert.deepEqual([platform.owner, platform.isOwn], ["production", true]);
    const { automated, selfHeal, prune, retries, windows } = sync;
    assert.deepEqual([automated, selfHeal, prune, retries, windows], [false, true, true, 0, []]);
    assert.deepEqual([awaitHealthy, rollout.progressDeadlineSeconds], [true, 120]);
    assert.deepEqual(adopt, ["Namespace/shop", "Application/argocd/orders-production"]);
    assert.equal(cluster.uid, "1f0c2a9e-5b1d-4c54-9d0e-7a3a4f2b8c11");
  });

  it("leaves the keys of the engine and of the provider alone", () => {
    assert.deepEqual(read("foreign-namespaces"), read("base"));
  });

  it("has the stack's whole value where the project has one too", () => {
    assert.equal(
      orders(read("project-key-replaced")).chart.repository,
      "https://other.example.net",
    );
  });

  it("takes a key without a namespace for one of the project", () => {
    assert.equal(read("stack-key-without-namespace").awaitHealthy, true);
  });

  it("lets the VPA act on a service without an HPA", () => {
    assert.equal(orders(read("vertical-autoscaling")).profile.verticalAutoscaling, "auto");
  });

  it("has a result asserted for each of its fixtures but those with tests of their own", () => {
    const others = /^(platform|access|secrets|services|notifications)-/;
    const here = [...valid.keys()].filter((name) => !others.test(name));
    assert.deepEqual([...seen].sort(), here);
  });
});
