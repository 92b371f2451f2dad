import assert from "node:assert/strict";
import path from "node:path";

import { chartLock } from "../config/chart-lock.ts";
import type { Config, PlatformRelease } from "../config/model.ts";
import { platformReleases } from "../config/platform-model.ts";
import { readStandIn, valuesOf } from "../toolchain/stand-ins/stand-in.ts";
import { closedSchema, type Schema } from "../toolchain/stand-ins/values-schema.ts";
import {
  defined,
  installingConfig,
  recordAddons,
  releaseValues,
  sampleOidc,
} from "./components/addons/record-addons.ts";
import { committedConfigs } from "./support/real-configs.ts";
import { root } from "./support/tools.ts";

/** The value paths of the real chart behind a release, from the lists that were read from it. */
function schemaOf(release: PlatformRelease): Schema {
  const standIn = readStandIn(path.join(root, "tests/fixtures/charts", chartLock[release].name));
  const { defaults, extra } = valuesOf(standIn, path.join(root, "tests/fixtures/chart-values"));
  return closedSchema([...defaults, ...extra].map((line) => line.path));
}

/** Paths of `values` that `schema` does not know. */
function unknownPaths(
  values: unknown,
  schema: Schema | true,
  at: readonly string[] = [],
): string[] {
  if (schema === true || typeof values !== "object" || values === null || Array.isArray(values)) {
    return [];
  }
  return Object.entries(values).flatMap(([key, value]) => {
    const below = schema.properties?.[key] ?? schema.additionalProperties ?? false;
    const here = [...at, key];
    return below === false ? [here.join(" > ")] : unknownPaths(value, below, here);
  });
}

/** Stands for a value that is not plain: a secret, or one known only later. */
function strangers(value: unknown, at: readonly string[] = []): string[] {
  if (value === undefined || typeof value === "function") return [at.join(" > ")];
  if (typeof value !== "object" || value === null) return [];
  if ("secret" in value && value.secret === true) return [at.join(" > ")];
  return Object.entries(value).flatMap(([key, below]) => strangers(below, [...at, key]));
}

const images = { mirror: "mirror.example.com", pullSecrets: ["harbor", "second"] };
const large = installingConfig("large", { images, oidc: sampleOidc });

/** Configurations that together reach every branch of the values. */
const variants: Readonly<Record<string, Config>> = {
  "a small platform": installingConfig("small"),
  "a medium platform with a login": installingConfig("medium", { oidc: sampleOidc }),
  "a large platform behind mirrors": {
    ...large,
    platform: { ...large.platform, storageClass: "fast" },
  },
  "a certificate from ACME over HTTP": withIssuer(installingConfig("medium")),
  "nothing but Argo CD": without(installingConfig("small")),
};

function withIssuer(config: Config): Config {
  const { certManager, ...others } = config.addons;
  const { namespace } = defined(certManager);
  const issuer = {
    kind: "acme",
    server: "https://acme.example.com/directory",
    email: "ops@example.com",
  } as const;
  return { ...config, addons: { ...others, certManager: { install: true, namespace, issuer } } };
}

function without({ addons: { argoCd, harbor, chartMuseum }, ...config }: Config): Config {
  return { ...config, tools: [], addons: { argoCd, harbor, chartMuseum } };
}

describe("the values of each release", () => {
  const committed = committedConfigs().map(
    (config) => [`the committed ${config.environment}`, config] as const,
  );
  const seen = new Set<string>();

  for (const [name, config] of [...Object.entries(variants), ...committed]) {
    describe(`for ${name}`, () => {
      let releases: Awaited<ReturnType<typeof valuesFor>>;
      before(async () => {
        releases = await valuesFor(config);
        for (const [release] of releases) seen.add(release);
      });

      it("stand at paths that the real chart reads", () => {
        const unknown = releases.flatMap(([release, values]) =>
          unknownPaths(values, schemaOf(release)).map((each) => `${release}: ${each}`),
        );
        assert.deepEqual(unknown, []);
      });

      it("hold no secret and nothing that is known only later", () => {
        assert.deepEqual(
          releases.flatMap(([release, values]) => strangers(values, [release])),
          [],
        );
      });
    });
  }

  describe("together", () => {
    it("are those of every release that the platform has", () => {
      assert.deepEqual([...seen].sort(), [...platformReleases]);
    });
  });
});

async function valuesFor(config: Config) {
  const values = releaseValues(await recordAddons(config));
  return Object.entries(values) as [PlatformRelease, (typeof values)[PlatformRelease]][];
}

describe("unknownPaths", () => {
  const schema = closedSchema([
    ["pods", "replicas"],
    ["labels", "*"],
    ["settings", "**"],
  ]);

  it("finds a key that the chart does not have, at any depth", () => {
    const values = { pods: { replicas: 1, replica: 2 }, pod: {} };
    assert.deepEqual(unknownPaths(values, schema), ["pods > replica", "pod"]);
  });

  it("lets every key of an open map pass", () => {
    assert.deepEqual(unknownPaths({ labels: { a: "b" }, settings: { a: { b: 1 } } }, schema), []);
  });
});
