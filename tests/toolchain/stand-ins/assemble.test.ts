import assert from "node:assert/strict";
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

import { parse } from "yaml";

import { assembleStandIns, type StandInFolders } from "../../../toolchain/stand-ins/assemble.ts";

describe("assembleStandIns", () => {
  let folder: string;
  let folders: StandInFolders;

  function write(file: string, text: string): void {
    const target = path.join(folder, file);
    mkdirSync(path.dirname(target), { recursive: true });
    writeFileSync(target, text);
  }
  const read = (file: string) => readFileSync(path.join(folder, "made", file), "utf8");

  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), "stand-ins-"));
    folders = {
      source: path.join(folder, "charts"),
      values: path.join(folder, "values"),
      crdsFolder: path.join(folder, "crds"),
      target: path.join(folder, "made"),
    };
    write("charts/README.md", "not a chart");
    write("charts/shared/_all.tpl", "shared");
    write("charts/b/Chart.yaml", "name: b");
    write("charts/b/templates/b.yaml", "");
    const list = { values: [{ list: "b-1" }], crds: [{ source: "made-up", into: "crds" }] };
    write("charts/b/stand-in.json", JSON.stringify(list));
    write("charts/a/stand-in.json", '{"values": [{"list": "b-1", "under": "b"}], "crds": []}');
    write("values/b-1.txt", 'replicas = 1\nimage.tag = ""\n');
    write("values/b-1.extra.txt", 'labels.** = "templates/b.yaml:1"\n');
    write("crds/made-up/things.yaml", "kind: CustomResourceDefinition\ndescription: long\n");
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  it("makes a chart of each folder with a stand-in.json, in the order of their names", async () => {
    const charts = await assembleStandIns(folders);

    assert.deepEqual(charts, [path.join(folders.target, "a"), path.join(folders.target, "b")]);
    assert.deepEqual(readdirSync(path.join(folders.target, "b")).sort(), [
      "Chart.yaml",
      "crds",
      "templates",
      "values.schema.json",
      "values.yaml",
    ]);
  });

  it("adds the shared templates, the defaults, the schema and the CRDs", async () => {
    await assembleStandIns(folders);

    assert.equal(read("b/templates/_all.tpl"), "shared");
    assert.deepEqual(parse(read("b/values.yaml")), { replicas: 1, image: { tag: "" } });
    assert.deepEqual(JSON.parse(read("b/values.schema.json")), {
      $schema: "http://json-schema.org/draft-07/schema#",
      properties: {
        replicas: { additionalProperties: false },
        image: {
          properties: { tag: { additionalProperties: false } },
          additionalProperties: false,
        },
        labels: true,
      },
      additionalProperties: false,
    });
    assert.equal(read("b/crds/things.yaml"), "kind: CustomResourceDefinition\n");
  });

  it("puts a dependency's values under its name", async () => {
    await assembleStandIns(folders);

    assert.deepEqual(parse(read("a/values.yaml")), { b: { replicas: 1, image: { tag: "" } } });
  });

  it("does nothing while nothing changes", async () => {
    await assembleStandIns(folders);
    const before = statSync(folders.target).ino;
    await assembleStandIns(folders);

    assert.equal(statSync(folders.target).ino, before);
  });

  for (const file of [
    "charts/b/templates/b.yaml",
    "charts/shared/_all.tpl",
    "values/b-1.txt",
    "crds/made-up/things.yaml",
  ]) {
    it(`begins anew when ${file} changes, and leaves nothing of the last time`, async () => {
      await assembleStandIns(folders);
      const before = statSync(folders.target).ino;
      writeFileSync(path.join(folders.target, "b", "stray"), "");
      appendFileSync(path.join(folder, file), "\n");
      await assembleStandIns(folders);

      assert.notEqual(statSync(folders.target).ino, before);
      assert.ok(!existsSync(path.join(folders.target, "b", "stray")));
      assert.deepEqual(readdirSync(folder).sort(), ["charts", "crds", "made", "values"]);
    });
  }

  it("keeps what was there when it cannot go on, and says why", async () => {
    await assembleStandIns(folders);
    write("charts/b/stand-in.json", '{"values": [], "crds": [{"source": "x", "into": "crds"}]}');

    await assert.rejects(assembleStandIns(folders), {
      name: "ToolchainError",
      message: `${path.join(folders.crdsFolder, "x")}: the CRDs are not there. Run: make toolchain`,
    });
    assert.equal(read("b/templates/_all.tpl"), "shared");
    assert.deepEqual(readdirSync(folder).sort(), ["charts", "crds", "made", "values"]);
  });

  it("refuses a stand-in.json with a key it does not know", async () => {
    write("charts/b/stand-in.json", '{"values": [], "crds": [], "crd": []}');

    await assert.rejects(assembleStandIns(folders), /stand-in\.json: .*"crd"/s);
  });
});
