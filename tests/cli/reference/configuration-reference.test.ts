import assert from "node:assert/strict";
import { configurationReference } from "../../../cli/reference/configuration-reference.ts";
import { stackJsonSchema } from "../../../config/json-schema.ts";

/** The row of one key, cell by cell. */
function row(page: string, key: string): readonly string[] | undefined {
  const line = page.split("\n").find((each) => each.startsWith(`| \`${key}\` |`));
  return line?.split(" | ").slice(1);
}

describe("the reference of the configuration", () => {
  it("shows once what many keys share, and names them there", () => {
    const size = { type: "object", description: "A size.", properties: { replicas: replicas() } };
    const page = configurationReference({
      definitions: { size },
      properties: {
        config: {
          properties: {
            "msa:sizes": {
              description: "Sizes.",
              type: "object",
              properties: {
                one: { allOf: [{ $ref: "#/definitions/size" }] },
                two: { allOf: [{ $ref: "#/definitions/size" }] },
              },
            },
          },
        },
      },
    });
    assert.deepEqual(
      page.split("\n").filter((line) => line.startsWith("| `")),
      [
        "| `msa:sizes` | Sizes. | object |  |",
        "| `msa:sizes.<size>` | A size. | `one`, `two` |  |",
        "| `msa:sizes.<size>.replicas` | Pods. | 1 to 9 |  |",
      ],
    );
  });

  it("has every workload and release of the platform in one row each", () => {
    const page = configurationReference(stackJsonSchema());
    assert.match(row(page, "msa:platform.sizes.<workload>")?.[1] ?? "", /`istiod`.*`redis`/);
    assert.match(row(page, "msa:platform.values.<release>")?.[1] ?? "", /`argo-cd`.*`vpa`/);
    assert.equal(row(page, "msa:platform.sizes.istiod"), undefined);
  });

  it("says which kinds of value are right where there are several", () => {
    const page = configurationReference(stackJsonSchema());
    const key = "msa:platform.sizes.<workload>.storage";
    assert.equal(row(page, key)?.[1], 'string or boolean, such as `"20Gi"`');
    assert.equal(row(page, "msa:profile.autoscaling")?.[1], "boolean or object");
  });
});

function replicas() {
  return { type: "integer", minimum: 1, maximum: 9, description: "Pods." };
}
