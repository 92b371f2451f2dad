import assert from "node:assert/strict";
import { chartLock } from "../../config/chart-lock.ts";
import type { Config, PlatformWorkload, WorkloadSize } from "../../config/model.ts";
import { parse } from "../../config/parse.ts";
import { platformSizes } from "../../config/platform-sizes.ts";
import { fromFiles, readFixtures } from "./fixture.ts";

const prefix = "platform-";
const valid = new Map(
  readFixtures("valid")
    .filter(({ name }) => name.startsWith(prefix))
    .map((fixture) => [fixture.name, fixture]),
);
const seen = new Set<string>();

function read(name: string): Config {
  const fixture = valid.get(prefix + name);
  assert.ok(fixture, `no fixture ${prefix}${name}`);
  seen.add(fixture.name);
  return parse(fromFiles(fixture));
}

describe("a stack that uses another's platform", () => {
  const tenant = read("tenant");

  it("sees what the owner installs as being there already", () => {
    const { certManager, argoCd, jaeger, oauth2Proxy } = tenant.addons;
    const installed = Object.entries(tenant.addons).filter(
      ([, addon]: [string, object]) => "install" in addon && addon.install === true,
    );
    assert.deepEqual(installed, []);
    assert.deepEqual(argoCd, { install: false, namespace: "cd" });
    assert.deepEqual(certManager?.issuer, { kind: "ca", secretName: "company-ca" });
    assert.deepEqual(oauth2Proxy, { install: false, namespace: "management" });
    assert.equal(jaeger, undefined);
  });

  it("has a gateway of its own where the owner makes one for each environment", () => {
    const { gateway, makesGateway } = tenant.addons.istio ?? {};
    assert.deepEqual([gateway, makesGateway], ["istio-ingress/msa-production", true]);
  });

  it("shares the gateway that the owner was given", () => {
    const { gateway, makesGateway } = read("tenant-of-foreign-gateway").addons.istio ?? {};
    assert.deepEqual([gateway, makesGateway], ["edge/public", false]);
  });

  it("takes everything else about the platform from the owner's file", () => {
    const { platform, oidc } = tenant;
    assert.deepEqual([platform.owner, platform.isOwn], ["staging", false]);
    assert.deepEqual(platform.environments, [
      { name: "development", namespace: "shop-development" },
      { name: "production", namespace: "shop" },
      { name: "staging", namespace: "shop-staging" },
    ]);
    assert.equal(platform.storageClass, "fast");
    assert.deepEqual(platform.sizes, platformSizes.medium);
    assert.deepEqual(oidc, {
      issuer: "https://login.example.org",
      clientId: "msa",
      clientSecretName: "oidc",
      scopes: ["openid", "profile", "email", "groups"],
      tellsGroups: true,
    });
  });

  it("leads to the owner's tools, at the owner's hosts", () => {
    assert.deepEqual(
      tenant.tools.map(({ host, login, routed }) => [host, login, routed]),
      [
        ["argo-staging.example.org", "own", true],
        ["grafana-staging.example.org", "own", true],
        ["k8s-staging.example.org", "oauth2-proxy", true],
        ["prometheus-staging.example.org", "oauth2-proxy", true],
      ],
    );
  });

  it("keeps its own hosts, namespace and pull secrets", () => {
    assert.deepEqual(
      [tenant.namespace, tenant.services[0]?.host, tenant.images.pullSecrets],
      ["shop", "orders.example.org", ["harbor"]],
    );
  });
});

describe("a stack with a platform of its own", () => {
  it("knows the namespaces of all that use it, by name", () => {
    assert.deepEqual(read("owner-of-all").platform.environments, [
      { name: "development", namespace: "shop-development" },
      { name: "production", namespace: "shop" },
      { name: "staging", namespace: "shop-staging" },
    ]);
    assert.deepEqual(
      read("owner-of-one").platform.environments.map(({ name }) => name),
      ["development", "production"],
    );
  });

  it("takes each chart from the lock, without what only the lock needs", () => {
    const { charts } = read("owner-of-one").platform;
    const { name, version, repository } = chartLock["istio-ingress"];
    assert.equal(name, "gateway");
    assert.deepEqual(charts["istio-ingress"], { name, version, repository });
  });

  it("joins the sizes it names with those of its word, and false takes away", () => {
    const { sizes, storageClass } = read("sizes").platform;
    const { large } = platformSizes;
    const changed: Partial<Record<PlatformWorkload, WorkloadSize>> = {
      prometheus: {
        ...large.prometheus,
        replicas: 3,
        storage: "1Ti",
        limits: { cpu: "4000m", memory: "16Gi" },
      },
      jaeger: { replicas: 1, requests: large.jaeger.requests, limits: large.jaeger.limits },
      istiod: { replicas: 3, requests: large.istiod.requests, limits: large.istiod.limits },
      "istio-gateway": { ...large["istio-gateway"], autoscaling: { min: 3, max: 20 } },
      redis: { ...large.redis, replicas: 6 },
    };
    assert.deepEqual(sizes, { ...large, ...changed });
    assert.equal(storageClass, "ssd.example.org");
  });

  it("has its Helm values by release", () => {
    assert.deepEqual(read("values").platform.values, {
      grafana: { admin: { existingSecret: "grafana-admin" }, persistence: { size: "1Gi" } },
      istiod: { pilot: { env: { A: "b" } } },
    });
  });

  it("may take every add-on as it finds it, also among Kubernetes' own", () => {
    const { addons, tools } = read("all-there");
    assert.deepEqual(addons.metricsServer, { install: false, namespace: "kube-system" });
    assert.deepEqual(addons.redis, {
      install: false,
      namespace: "monitoring",
      host: "redis.example.org",
      port: 7000,
    });
    assert.deepEqual(addons.istio, {
      install: false,
      namespace: "istio-system",
      gateway: "istio-system/msa-gateway",
      makesGateway: false,
      gatewayNamespace: "istio-system",
      tracingPercent: 10,
      trustedProxies: 0,
    });
    assert.deepEqual(addons.harbor, { url: "https://harbor.example.org" });
    assert.deepEqual(addons.chartMuseum, { url: "https://museum.example.org" });
    assert.deepEqual(tools, []);
  });

  it("makes no gateway where one is named, and still installs the mesh", () => {
    const { install, gateway, makesGateway, tracingPercent, trustedProxies } =
      read("own-gateway").addons.istio ?? {};
    assert.deepEqual(
      [install, gateway, makesGateway, tracingPercent, trustedProxies],
      [true, "edge/public", false, 0, 1],
    );
    assert.equal(read("every-key").addons.istio?.makesGateway, false);
  });

  it("does without each part that is off, whatever else is said of it", () => {
    const { addons, namespace } = read("parts-off");
    assert.deepEqual(
      ["prometheus", "jaeger", "redis", "istio"].filter((name) => name in addons),
      [],
    );
    assert.equal(addons.grafana?.install, true);
    assert.equal(namespace, "tracing");
  });

  it("installs Grafana over a Prometheus that is there", () => {
    const { prometheus, grafana } = read("grafana-alone").addons;
    assert.deepEqual(prometheus, { install: false, namespace: "monitoring", retention: "4w" });
    assert.deepEqual(grafana, { install: true, namespace: "monitoring" });
  });
});

describe("the issuer of certificates", () => {
  it("may solve DNS-01 with the names of Secrets", () => {
    const { issuer } = read("issuer-acme").addons.certManager ?? {};
    assert.deepEqual(issuer, {
      kind: "acme",
      email: "a@example.org",
      server: "https://acme-v02.api.letsencrypt.org/directory",
      dns01: {
        route53: {
          region: "eu-central-1",
          accessKeyIDSecretRef: { name: "aws", key: "id" },
          secretAccessKeySecretRef: { name: "aws", key: "secret-key" },
        },
      },
    });
  });

  it("may be another authority that speaks ACME", () => {
    const { issuer } = read("issuer-cloudflare").addons.certManager ?? {};
    assert.deepEqual(issuer, {
      kind: "acme",
      email: "a@example.org",
      server: "https://ca.example.org/directory",
      dns01: { cloudflare: { apiTokenSecretRef: { name: "cloudflare", key: "api-token" } } },
    });
  });

  it("may be one that exists", () => {
    assert.deepEqual(read("issuer-existing").addons.certManager, {
      install: false,
      namespace: "cert-manager",
      issuer: { kind: "existing", name: "letsencrypt" },
    });
  });
});

describe("login", () => {
  it("puts oauth2-proxy in front of the tools that have none", () => {
    const { addons, oidc } = read("oidc");
    assert.deepEqual(addons.oauth2Proxy, { install: true, namespace: "management" });
    // The slash at the end is part of the issuer's name.
    assert.deepEqual(oidc, {
      issuer: "https://login.example.org/",
      clientId: "msa",
      clientSecretName: "login",
      scopes: ["openid", "profile", "email", "groups"],
      tellsGroups: true,
    });
  });

  it("can be configured without oauth2-proxy, and then guards nothing", () => {
    const { addons, tools } = read("oidc-without-proxy");
    assert.equal(addons.oauth2Proxy, undefined);
    assert.deepEqual(
      tools.filter(({ routed }) => routed).map(({ name }) => name),
      ["argo", "grafana"],
    );
  });
});

describe("what a service keeps and lets others keep", () => {
  const config = read("traffic");
  const [orders, users] = config.services;

  it("is as written, with its own prefix where none is", () => {
    assert.deepEqual(orders?.cache, {
      memory: { size: "64Mi", ttlSeconds: 300 },
      redis: { prefix: "shop:orders:", ttlSeconds: 31536000 },
    });
    assert.deepEqual(users?.cache, { redis: { prefix: "production:users:", ttlSeconds: 300 } });
  });

  it("names paths, for how long, and from where", () => {
    assert.deepEqual(orders?.static, {
      paths: ["/assets", "/assets-old", "/a/b.css"],
      maxAgeSeconds: 1,
      immutable: true,
    });
    assert.deepEqual(users?.static, { paths: ["/images/"], maxAgeSeconds: 3600, immutable: false });
    assert.deepEqual(orders.cors, {
      allowedOrigins: [
        "https://cdn.example.org",
        "https://cdn.example.org:8443",
        "http://localhost:3000",
      ],
    });
    assert.equal(users.cors, undefined);
  });

  it("comes with the registry that all images of the platform are pulled from", () => {
    assert.deepEqual(config.images, {
      mirror: "registry.example.org/mirror",
      pullSecrets: ["harbor", "docker.io"],
    });
  });
});

describe("the platform's valid fixtures", () => {
  it("have a result asserted each", () => {
    assert.deepEqual([...seen].sort(), [...valid.keys()].sort());
  });
});
