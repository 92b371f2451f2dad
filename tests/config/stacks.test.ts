import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse as parseYaml } from "yaml";
import { decodeEngineConfig } from "../../config/decode.ts";
import { environments, type Environment } from "../../config/model.ts";
import { parse } from "../../config/parse.ts";
import { platformSizes } from "../../config/platform-sizes.ts";
import { readConfigFiles } from "../../config/read-files.ts";
import { siblingsIn } from "../../config/siblings.ts";
import { root } from "./fixture.ts";

function configOf(stack: Environment) {
  return parse(
    readConfigFiles({
      projectFile: join(root, "Pulumi.yaml"),
      stackFile: join(root, `Pulumi.${stack}.yaml`),
      stack,
    }),
  );
}

/** The numbers the platform was asked to have. */
const asked = {
  development: {
    size: "small",
    branch: "develop",
    namespace: "microservices-dev",
    hosts: "-dev.jclee.me",
    profile: {
      replicas: 1,
      requests: { cpu: "100m", memory: "128Mi" },
      limits: { cpu: "500m", memory: "512Mi" },
      verticalAutoscaling: "off",
    },
  },
  staging: {
    size: "medium",
    branch: "staging",
    namespace: "microservices-staging",
    hosts: "-staging.jclee.me",
    profile: {
      replicas: 2,
      requests: { cpu: "200m", memory: "256Mi" },
      limits: { cpu: "1000m", memory: "1Gi" },
      autoscaling: { min: 2, max: 5, cpu: 70, memory: 80 },
      verticalAutoscaling: "off",
    },
  },
  production: {
    size: "large",
    branch: "main",
    namespace: "microservices",
    hosts: ".jclee.me",
    profile: {
      replicas: 3,
      requests: { cpu: "500m", memory: "512Mi" },
      limits: { cpu: "2000m", memory: "2Gi" },
      autoscaling: { min: 3, max: 10, cpu: 70, memory: 80 },
      verticalAutoscaling: "off",
    },
  },
} as const;

const services = ["notification-service", "order-service", "product-service", "user-service"];

describe("the three stack files", () => {
  for (const environment of environments) {
    const expected = asked[environment];

    it(`give ${environment} exactly the numbers that were asked for`, () => {
      const config = configOf(environment);
      assert.deepEqual(
        [config.environment, config.branch, config.namespace],
        [environment, expected.branch, expected.namespace],
      );
      assert.deepEqual(
        config.services.map(({ name, applicationName, host, profile }) => ({
          name,
          applicationName,
          host,
          profile,
        })),
        services.map((name) => ({
          name,
          applicationName: `${name}-${environment}`,
          host: `${name}${expected.hosts}`,
          profile: expected.profile,
        })),
      );
    });

    it(`give ${environment} a platform of its own, as big as it needs`, () => {
      const { platform, addons, tools } = configOf(environment);
      assert.deepEqual([platform.owner, platform.isOwn], [environment, true]);
      assert.deepEqual(platform.sizes, platformSizes[expected.size]);
      assert.deepEqual(
        Object.entries(addons).filter(
          ([, addon]: [string, object]) => "install" in addon && addon.install !== true,
        ),
        [],
      );
      assert.deepEqual(addons.certManager?.issuer, {
        kind: "acme",
        email: "admin@jclee.me",
        server: "https://acme-v02.api.letsencrypt.org/directory",
      });
      assert.deepEqual(
        tools.filter(({ routed }) => routed).map(({ host }) => host),
        [`argo${expected.hosts}`, `grafana${expected.hosts}`],
      );
    });

    it(`are the same from the engine as from the files, for ${environment}`, () => {
      const flat = new Map<string, string>();
      const read = (file: string) =>
        (parseYaml(readFileSync(join(root, file), "utf8")) as { config: Record<string, unknown> })
          .config;
      const text = (value: unknown) => (typeof value === "string" ? value : JSON.stringify(value));
      for (const [key, entry] of Object.entries(read("Pulumi.yaml"))) {
        flat.set(`msa:${key}`, text((entry as { value: unknown }).value));
      }
      for (const [key, value] of Object.entries(read(`Pulumi.${environment}.yaml`))) {
        flat.set(key, text(value));
      }
      const file = `Pulumi.${environment}.yaml`;
      const decoded = decodeEngineConfig(Object.fromEntries(flat), []);
      const siblings = siblingsIn(root, environment);
      const input = { stack: environment, file, siblings, ...decoded };
      assert.deepEqual(parse(input), configOf(environment));
    });

    it(`begin with the line by which an editor finds their schema, in ${environment}`, () => {
      const [first] = readFileSync(join(root, `Pulumi.${environment}.yaml`), "utf8").split("\n");
      assert.equal(first, "# yaml-language-server: $schema=config/stack.schema.json");
    });
  }

  it("cache what each service was asked to keep", () => {
    const kept = configOf("production").services.map(({ name, cache, static: files }) => ({
      name,
      cache,
      files,
    }));
    assert.deepEqual(kept, [
      { name: "notification-service", cache: undefined, files: undefined },
      { name: "order-service", cache: undefined, files: undefined },
      {
        name: "product-service",
        cache: {
          memory: { size: "64Mi", ttlSeconds: 60 },
          redis: { prefix: "production:product-service:", ttlSeconds: 300 },
        },
        files: { paths: ["/assets", "/images"], maxAgeSeconds: 86_400, immutable: false },
      },
      {
        name: "user-service",
        cache: { redis: { prefix: "production:user-service:", ttlSeconds: 900 } },
        files: undefined,
      },
    ]);
  });
});
