import assert from "node:assert/strict";
import path from "node:path";
import type { KubernetesObject } from "../../manifests/object.ts";
import { root } from "../support/tools.ts";
import { example, examples, render } from "./chart.ts";
import { readCrds } from "./kubernetes-schemas.ts";
import type { Schema } from "./kubernetes-schemas.ts";

/** Fields of a custom resource that the API server fills in, by its CRD: `spec.list[0].field`. */
function filledIn(schema: Schema, value: unknown, at: string): readonly string[] {
  if (Array.isArray(value)) {
    const items = schema["items"] as Schema;
    return value.flatMap((item, index) => filledIn(items, item, `${at}[${String(index)}]`));
  }
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(schema.properties ?? {}).flatMap(([name, field]) => {
    const found = (value as Record<string, unknown>)[name];
    if (found !== undefined) return filledIn(field, found, `${at}.${name}`);
    return "default" in field ? [`${at}.${name}`] : [];
  });
}

describe("charts/microservice: what Argo CD compares", function () {
  this.timeout(60_000);
  const crds = readCrds(path.join(root, ".msa/toolchain/crds"));

  function schemaOf({ kind, apiVersion }: KubernetesObject): Schema | undefined {
    const { spec } = crds.find((crd) => crd.spec.names.kind === kind) ?? {};
    const version = spec?.versions.find(({ name }) => apiVersion === `${spec.group}/${name}`);
    return version?.schema.openAPIV3Schema;
  }

  it("has a CRD for every custom resource that all-on renders", async () => {
    const objects = await render(example("all-on"));

    assert.deepEqual(
      objects
        .filter((object) => schemaOf(object) !== undefined)
        .map(({ kind }) => kind)
        .sort(),
      [
        "AuthorizationPolicy",
        "DestinationRule",
        "PrometheusRule",
        "ServiceMonitor",
        "VerticalPodAutoscaler",
        "VirtualService",
      ],
    );
  });

  // A default that appears in the middle of a list makes the list another one: OutOfSync for ever.
  for (const name of examples) {
    it(`leaves the API server nothing to fill in, in example ${name}`, async () => {
      const objects = await render(example(name));

      assert.deepEqual(
        objects.flatMap((object) => filledIn(schemaOf(object) ?? {}, object, object.kind)),
        [],
      );
    });
  }
});
