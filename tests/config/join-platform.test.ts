import assert from "node:assert/strict";
import type { ConfigInput } from "../../config/input.ts";
import { parse } from "../../config/parse.ts";
import { platformReleases } from "../../config/platform-model.ts";
import { platformSizes } from "../../config/platform-sizes.ts";
import { configFromText } from "../../config/read-files.ts";
import { bytes, millicores } from "../../config/schema/quantity.ts";
import { baseText } from "./fixture.ts";

const base = configFromText({
  projectText: baseText("Pulumi.yaml"),
  stackText: baseText("Pulumi.production.yaml"),
  stack: "production",
});

function withValues(values: Readonly<Record<string, unknown>>): ConfigInput {
  return { ...base, values: { ...base.values, ...values } };
}

/** The environments that the base's platform has when another stack names it, in `namespace`. */
function environmentsWith(namespace: unknown, stack = "staging"): readonly string[] {
  const sibling = {
    ...withValues({ "msa:platform": { owner: "production" }, "msa:namespace": namespace }),
    stack,
  };
  return parse({ ...base, siblings: [sibling] }).platform.environments.map(({ name }) => name);
}

describe("the environments of a platform", () => {
  it("are those with a namespace of their own", () => {
    assert.deepEqual(environmentsWith("shop-staging"), ["production", "staging"]);
  });

  it("are not those whose namespace is not theirs to have", () => {
    for (const namespace of ["shop", "monitoring", "kube-system", "Shop", "", undefined, 3]) {
      assert.deepEqual(environmentsWith(namespace), ["production"], String(namespace));
    }
  });

  it("are not stacks that are no environment", () => {
    assert.deepEqual(environmentsWith("shop-staging", "canary"), ["production"]);
  });

  it("are one for a namespace that two claim", () => {
    const tenant = (stack: string) => ({
      ...withValues({ "msa:platform": { owner: "production" }, "msa:namespace": "both" }),
      stack,
    });
    const siblings = [tenant("development"), tenant("staging")];
    assert.deepEqual(parse({ ...base, siblings }).platform.environments, [
      { name: "development", namespace: "both" },
      { name: "production", namespace: "shop" },
    ]);
  });
});

describe("the charts of a platform", () => {
  const repositories = (mirror?: string) => {
    const charts = { services: "https://charts.example.org", ...(mirror && { mirror }) };
    const { platform } = parse(withValues({ "msa:charts": charts }));
    return [...new Set(platformReleases.map((release) => platform.charts[release].repository))];
  };

  it("are each from their own repository", () => {
    assert.ok(repositories().length > 5);
    assert.ok(repositories().every((repository) => /^https:\/\/.*[^/]$/.test(repository)));
  });

  it("are all from the mirror where there is one, a registry included", () => {
    assert.deepEqual(repositories("oci://registry.example.org/charts/"), [
      "oci://registry.example.org/charts",
    ]);
    assert.deepEqual(repositories("http://127.0.0.1:8879"), ["http://127.0.0.1:8879"]);
  });
});

describe("the sizes of a platform", () => {
  for (const [name, sizes] of Object.entries(platformSizes)) {
    it(`of ${name} are right by the rules that an exception has to keep`, () => {
      for (const [workload, { replicas, autoscaling, requests, limits }] of Object.entries(sizes)) {
        assert.ok((millicores(requests.cpu) ?? 0) <= (millicores(limits.cpu) ?? -1), workload);
        assert.ok((bytes(requests.memory) ?? 0) <= (bytes(limits.memory) ?? -1), workload);
        const { min, max } = autoscaling ?? { min: replicas, max: replicas };
        assert.ok(min <= max && replicas >= 1, workload);
      }
      assert.ok(sizes.redis.replicas >= 3);
    });
  }

  it("grow from word to word", () => {
    const total = (name: keyof typeof platformSizes) =>
      Object.values(platformSizes[name]).reduce(
        (sum, { replicas, requests }) => sum + replicas * (millicores(requests.cpu) ?? 0),
        0,
      );
    assert.ok(total("small") < total("medium") && total("medium") < total("large"));
  });

  it("are small where nothing is said", () => {
    assert.deepEqual(parse(base).platform.sizes, platformSizes.small);
  });
});
