import assert from "node:assert/strict";
import { chartReadme } from "../../manifests/chart-readme.ts";
import { remove, smallChart, temporaryFolder, writeFiles } from "./chart-folder.ts";

const schema = {
  type: "object",
  additionalProperties: false,
  properties: {
    value: { type: "string", enum: ["a", "b"], description: "Either | or." },
    other: { type: "integer", minimum: 1, maximum: 9, description: "A number." },
    map: {
      type: "object",
      additionalProperties: false,
      properties: {
        size: { type: ["string", "number"], description: "How much." },
        list: { type: "array", description: "Some.", items: { properties: { name: {} } } },
        free: { allOf: [{ $ref: "#/x" }], description: "Anything." },
        both: { oneOf: [{ type: "integer" }, { type: "string" }], description: "Either." },
        none: { type: "object", description: "Nothing.", properties: { cpu: {} } },
      },
    },
  },
};
const values = `# First,
# on two lines.
value: a
other: 3

# Second.
map:
  size: 1Gi
  list: []
  both: 1
  none: {}
`;

describe("chartReadme", () => {
  let folder: string;

  beforeEach(() => {
    folder = temporaryFolder();
    writeFiles(folder, smallChart);
  });
  afterEach(() => {
    remove(folder);
  });

  it("groups values under the comment above them and fills each row from the schema", async () => {
    writeFiles(folder, { "values.yaml": values, "values.schema.json": JSON.stringify(schema) });

    const head = "| Key | Type | Default | Meaning |\n| --- | --- | --- | --- |\n";
    assert.equal(
      await chartReadme(folder),
      "# small\n\nA small chart. Version 1.0.0, for Kubernetes >=1.31.0-0.\n\n" +
        "This page is made from `values.yaml` and `values.schema.json` by `npm run generate`; edit those.\n" +
        "Every key but those below `global` is checked: one that is not on this page is refused.\n\n" +
        "## Values\n\n### value, other\n\nFirst, on two lines.\n\n" +
        head +
        '| `value` | `a`, `b` | `"a"` | Either \\| or. |\n' +
        "| `other` | integer, 1–9 | `3` | A number. |\n\n" +
        "### map\n\nSecond.\n\n" +
        head +
        '| `map.size` | string or number | `"1Gi"` | How much. |\n' +
        "| `map.list` | list | `[]` | Some. Each takes `name`. |\n" +
        "| `map.free` | map |  | Anything. |\n" +
        "| `map.both` | integer or string | `1` | Either. |\n" +
        "| `map.none` | map | `{}` | Nothing. Fields: `cpu`. |\n",
    );
  });

  it("refuses a value that the schema does not know", async () => {
    writeFiles(folder, { "values.yaml": "value: a\nmore: 1\n" });

    await assert.rejects(chartReadme(folder), {
      message: "values.schema.json: has no more, which values.yaml has. Describe it in the schema.",
    });
  });

  it("refuses a value deep inside that the schema does not know", async () => {
    writeFiles(folder, {
      "values.yaml": "map: {size: 1, more: 2}\n",
      "values.schema.json": JSON.stringify(schema),
    });

    await assert.rejects(chartReadme(folder), {
      message:
        "values.schema.json: has no map.more, which values.yaml has. Describe it in the schema.",
    });
  });
});
