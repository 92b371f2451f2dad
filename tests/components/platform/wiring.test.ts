import assert from "node:assert/strict";

import { EnvironmentAccess } from "../../../components/access/environment-access.ts";
import { afterWith } from "../../../components/after.ts";
import { applicationArgs, projectArgs } from "../../../components/argocd/application-args.ts";
import { dashboardsArgs } from "../../../components/dashboards/config-dashboards.ts";
import { platformContext } from "../../../components/platform/context.ts";
import { EnvironmentWiring } from "../../../components/platform/environment-wiring.ts";
import { ownsPlatform, platformRecord } from "../../../components/platform/record.ts";
import { PlatformSecrets } from "../../../components/platform/platform-secrets.ts";
import { PlatformTenant } from "../../../components/platform/tenant.ts";
import { PlatformWiring } from "../../../components/platform/wiring.ts";
import { platformRulesArgs, serviceRulesArgs } from "../../../components/rules/config-rules.ts";
import { namespaceArgs } from "../../../components/service-namespace-args.ts";
import type { Config } from "../../../config/model.ts";
import { recordComponent, typesAndNames } from "../../support/record-component.ts";
import {
  sampleAddons,
  sampleConfig,
  samplePlatform,
  sampleService,
} from "../../support/sample-config.ts";
import { sampleOidc } from "../../support/sample-config.ts";
import { installingConfig } from "../addons/record-addons.ts";
import { sampleNeed } from "../secrets/made-secrets.ts";

/** Short names of the objects that `build` makes, components left out. */
async function made(
  config: Config,
  build: (context: ReturnType<typeof platformContext>) => unknown,
): Promise<string[]> {
  const live = { data: { password: Buffer.from("a password").toString("base64") } };
  const { resources, error } = await recordComponent(() => build(platformContext(config)), {
    live,
  });
  assert.equal(error, undefined);
  return typesAndNames(resources.filter(({ custom }) => custom)).map((line) =>
    line.replace(/^.*:/, ""),
  );
}

const tenant = { ...samplePlatform(), owner: "production", isOwn: false } as const;

describe("PlatformWiring", () => {
  const wiring = (config: Config) =>
    made(config, (context) => new PlatformWiring("wiring", context));

  it("makes issuer, mesh, routes, monitors, dashboards and rules where all is installed", async () => {
    const kinds = new Set((await wiring(installingConfig())).map((line) => line.split(" ")[0]));
    assert.deepEqual([...kinds].sort(), [
      "AuthorizationPolicy",
      "Certificate",
      "ClusterIssuer",
      "ConfigMap",
      "PeerAuthentication",
      "PodMonitor",
      "PrometheusRule",
      "ServiceMonitor",
      "Telemetry",
      "VirtualService",
    ]);
  });

  it("makes nothing for what is there already", async () => {
    assert.deepEqual(await wiring(sampleConfig()), []);
  });

  it("makes an issuer for the gateway's certificate where cert-manager is there already", async () => {
    const { istio } = sampleAddons();
    assert.ok(istio);
    const addons = sampleAddons({ istio: { ...istio, install: true, makesGateway: true } });
    assert.ok((await wiring(sampleConfig({ addons }))).includes("ClusterIssuer issuer"));
  });
});

describe("EnvironmentWiring", () => {
  const redisCache = sampleService({ cache: { redis: { prefix: "a:", ttlSeconds: 1 } } });
  const wiring = (config: Config) =>
    made(
      config,
      (context) =>
        new EnvironmentWiring(
          "environment",
          { redis: undefined, project: { projectName: "p" } },
          context,
        ),
    );
  /** Without who may do what, which tests/components/access is about. */
  const besideAccess = async (config: Config) => {
    const access = await made(config, (context) => new EnvironmentAccess("access", context));
    const objects = await wiring(config);
    assert.deepEqual(
      access.filter((each) => !objects.includes(each)),
      [],
    );
    return objects.filter((each) => !access.includes(each));
  };

  it("makes the rules of the services, and no gateway or Redis password that nobody asked for", async () => {
    assert.deepEqual(await besideAccess(sampleConfig()), ["PrometheusRule service-rules"]);
  });

  it("makes the gateway where the platform leaves that to each environment", async () => {
    const { istio } = sampleAddons();
    assert.ok(istio);
    const addons = sampleAddons({ istio: { ...istio, makesGateway: true } });
    const objects = await wiring(sampleConfig({ addons }));
    assert.ok(objects.includes("Gateway gateway"), objects.join());
  });

  it("hands the password of Redis to services that keep their cache there", async () => {
    const objects = await wiring(sampleConfig({ services: [redisCache] }));
    assert.ok(objects.includes("Secret redis-credentials"));
  });
});

describe("EnvironmentWiring and PlatformSecrets", () => {
  const registryLogin = {
    host: "registry.example.com",
    username: "robot",
    secretName: "registry-login",
  };
  const charts = {
    name: "charts",
    type: "helm",
    url: "https://charts.example.com",
    username: "robot",
    login: "password",
  } as const;
  const database = {
    name: "database",
    secretName: "order-service-database",
    keys: ["password"],
    mountPath: "/etc/secrets/database",
    isSet: true,
  };

  it("give a tenant what its services and its project need", async () => {
    const config = sampleConfig({
      platform: tenant,
      registryLogin,
      repositories: [charts],
      services: [sampleService({ secrets: [database] })],
    });
    const args = { redis: undefined, project: { projectName: "msa-development" } };

    const objects = await made(config, (context) => {
      new EnvironmentWiring("environment", args, context);
      new PlatformSecrets("secrets", context);
    });

    assert.deepEqual(
      objects.filter((object) => object.startsWith("Secret ")),
      ["Secret order-service-database", "Secret registry-login", "Secret repository-charts"],
    );
  });

  it("give an owner what its add-ons need", async () => {
    const oidc = { ...sampleOidc, issuer: "https://a.example.com" };
    const config = installingConfig("small", {
      oidc,
      registryLogin,
      images: { mirror: "registry.example.com/proxy", pullSecrets: [] },
      secrets: [sampleNeed("oidc/client-secret")],
    });

    const objects = await made(config, (context) => new PlatformSecrets("secrets", context));

    assert.deepEqual(objects, [
      "Secret alertmanager-channels",
      "Secret oidc-client-argocd",
      "Secret oidc-client-management",
      "Secret oidc-client-monitoring",
      "Secret registry-login-argocd",
      "Secret registry-login-autoscaling",
      "Secret registry-login-cert-manager",
      "Secret registry-login-istio-ingress",
      "Secret registry-login-istio-system",
      "Secret registry-login-management",
      "Secret registry-login-monitoring",
      "Secret registry-login-redis",
      "Secret registry-login-tracing",
    ]);
  });
});

describe("the record of a stack", () => {
  const record = (config: Config) =>
    made(config, (context) => platformRecord(context, { parent: undefined }));

  it("is a claim for who installs anything", async () => {
    assert.deepEqual(await record(installingConfig()), ["ConfigMap platform"]);
  });

  it("is a claim for who has tenants, even if it installs nothing", async () => {
    const environments = [
      { name: "development", namespace: "a" },
      { name: "staging", namespace: "b" },
    ] as const;
    const config = sampleConfig({ platform: samplePlatform({ environments }) });
    assert.equal(ownsPlatform(platformContextOf(config)), true);
    assert.deepEqual(await record(config), ["ConfigMap platform"]);
  });

  it("is a tenant's for who uses another's platform", async () => {
    assert.deepEqual(await record(sampleConfig({ platform: tenant })), ["ConfigMap tenant"]);
  });

  it("is none for who installs nothing and shares with nobody", async () => {
    assert.deepEqual(await record(sampleConfig()), []);
  });
});

describe("what components are made from", () => {
  it("leaves out what is not made from what a component comes after", async () => {
    await passes(() => {
      const provider = {} as never;
      const first = {} as never;
      assert.deepEqual(afterWith(provider)(undefined, first, false), {
        provider,
        dependsOn: [first],
      });
    });
  });

  it("takes names and namespaces from the configuration", async () => {
    const config = sampleConfig();
    await passes(() => {
      const context = platformContext(config);
      assert.equal(projectArgs(context).targetNamespace, "microservices-dev");
      assert.deepEqual(projectArgs(context).chartRepositories, ["https://charts.example.com"]);
      const [service = sampleService()] = config.services;
      const application = applicationArgs(service, { projectName: "msa-development" }, context);
      assert.equal(application.applicationName, "order-service-development");
      assert.equal(application.project, "msa-development");
      assert.equal(dashboardsArgs(context).namespace, "monitoring");
      assert.equal(dashboardsArgs(context).jaegerUid, "jaeger");
      assert.equal(serviceRulesArgs(context).namespace, "microservices-dev");
      assert.equal(platformRulesArgs(context).namespace, "monitoring");
      assert.equal(namespaceArgs(context, undefined).tracingNamespace, "tracing");
    });
  });

  it("has the platform's pods pull with the login that this stack makes for them", async () => {
    await passes(() => {
      const { config } = platformContext(
        sampleConfig({
          registryLogin: { host: "a.example.com", username: "robot", secretName: "registry-login" },
          images: { mirror: "a.example.com/proxy", pullSecrets: ["own"] },
        }),
      );
      assert.deepEqual(config.images.pullSecrets, ["own", "registry-login"]);
    });
  });

  it("lets a tenant's namespace ask for the platform, and no other", async () => {
    await passes(() => {
      const context = platformContext(sampleConfig({ platform: tenant }));
      const record = new PlatformTenant("tenant", context);
      assert.equal(namespaceArgs(context, record).requirePlatform, record.requirePlatform);
      assert.equal(namespaceArgs(context, undefined).requirePlatform, undefined);
    });
  });
});

/** Runs assertions that need Pulumi's runtime; what they throw is thrown here too. */
async function passes(look: () => void): Promise<void> {
  const { error } = await recordComponent(look);
  if (error !== undefined) throw error as Error;
}

/** A context for questions that make nothing. */
function platformContextOf(config: Config): ReturnType<typeof platformContext> {
  return { config, refuseForeign: undefined as never, secrets: undefined as never };
}
