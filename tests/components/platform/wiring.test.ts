import assert from "node:assert/strict";

import { afterWith } from "../../../components/after.ts";
import { applicationArgs, projectArgs } from "../../../components/argocd/application-args.ts";
import { dashboardsArgs } from "../../../components/dashboards/config-dashboards.ts";
import { platformContext } from "../../../components/platform/context.ts";
import { EnvironmentWiring } from "../../../components/platform/environment-wiring.ts";
import { ownsPlatform, platformRecord } from "../../../components/platform/record.ts";
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
import { installingConfig } from "../addons/record-addons.ts";

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
    made(config, (context) => new EnvironmentWiring("environment", { redis: undefined }, context));

  it("makes the rules of the services, and no gateway or Redis password that nobody asked for", async () => {
    assert.deepEqual(await wiring(sampleConfig()), ["PrometheusRule service-rules"]);
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
      const application = applicationArgs(service, "msa-development", context);
      assert.equal(application.applicationName, "order-service-development");
      assert.equal(application.project, "msa-development");
      assert.equal(dashboardsArgs(context).namespace, "monitoring");
      assert.equal(dashboardsArgs(context).jaegerUid, "jaeger");
      assert.equal(serviceRulesArgs(context).namespace, "microservices-dev");
      assert.equal(platformRulesArgs(context).namespace, "monitoring");
      assert.equal(namespaceArgs(context, undefined).tracingNamespace, "tracing");
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
  return { config, refuseForeign: undefined as never };
}
