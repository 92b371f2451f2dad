import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse as parseYaml } from "yaml";
import { z } from "zod";
import { stackJsonSchema } from "../../config/json-schema.ts";
import { environments } from "../../config/model.ts";
import { valueAt } from "../../config/problem.ts";
import { root } from "./fixture.ts";

type Node = Readonly<Record<string, unknown>>;

/** A property that refers to a definition is that definition. */
function resolved(node: unknown): unknown {
  const reference = valueAt(node, ["allOf", 0, "$ref"]);
  if (typeof reference !== "string") return node;
  return valueAt(stackJsonSchema(), reference.replace("#/", "").split("/"));
}

/** Paths of the properties in `node` that say nothing of what they are for. */
function silent(unresolved: unknown, path: string): readonly string[] {
  const node = resolved(unresolved);
  if (typeof node !== "object" || node === null) return [];
  const { properties = {}, additionalProperties, anyOf, items } = node as Node;
  const branches: readonly unknown[] = Array.isArray(anyOf) ? anyOf : [];
  return [
    ...Object.entries(properties as Node).flatMap(([key, child]) => [
      ...(valueAt(resolved(child), ["description"]) === undefined ? [`${path}.${key}`] : []),
      ...silent(child, `${path}.${key}`),
    ]),
    ...[additionalProperties, items, ...branches].flatMap((child) => silent(child, path)),
  ];
}

function configSchema(): Node {
  const properties = stackJsonSchema()["properties"] as Record<string, Node>;
  return properties["config"] ?? {};
}

describe("the JSON schema of a stack file", () => {
  const committed = readFileSync(join(root, "config", "stack.schema.json"), "utf8");

  it("is committed as it is generated", () => {
    assert.deepEqual(JSON.parse(committed), stackJsonSchema());
  });

  it("says of every key what it is for", () => {
    assert.deepEqual(silent(configSchema(), "config"), []);
  });

  it("accepts the three stack files and refuses an unknown key", () => {
    const schema = z.fromJSONSchema(
      JSON.parse(committed) as Parameters<typeof z.fromJSONSchema>[0],
    );
    for (const environment of environments) {
      const text = readFileSync(join(root, `Pulumi.${environment}.yaml`), "utf8");
      const file = parseYaml(text) as { config: Node };
      assert.deepEqual(schema.safeParse(file).error?.issues, undefined);
      for (const wrong of [
        { "msa:replcas": 3 },
        { "msa:platform": { sizes: { istiod: { replicas: "3" } } } },
        { "msa:platform": { sizes: { istio: {} } } },
        { "msa:platform": { values: { grafana: 3 } } },
      ]) {
        const config = { ...file.config, ...wrong };
        assert.equal(schema.safeParse({ config }).success, false, JSON.stringify(wrong));
      }
    }
  });
});
