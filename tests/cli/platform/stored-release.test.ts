import assert from "node:assert/strict";

import { CliError } from "../../../cli/errors.ts";
import { definitionsOf, objectsOf, storedRelease } from "../../../cli/platform/stored-release.ts";
import { helmSecret, thingsYaml } from "./fake-cluster.ts";

const configMap = "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: settings\n";

describe("storedRelease", () => {
  it("unpacks what Helm packs", () => {
    const secret = helmSecret({ description: "Install complete", manifest: configMap });
    const { info, manifest } = storedRelease(secret);
    assert.equal(info?.description, "Install complete");
    assert.equal(manifest, configMap);
  });

  it("reads a record that was never compressed", () => {
    const helms = Buffer.from(JSON.stringify({ manifest: configMap })).toString("base64");
    const release = Buffer.from(helms).toString("base64");
    assert.deepEqual(storedRelease({ data: { release } }), { manifest: configMap });
  });

  for (const [title, data] of [
    ["holds something else", { release: Buffer.from("nonsense").toString("base64") }],
    ["is cut off", { release: helmSecret().data.release.slice(0, 60) }],
    ["is empty", {}],
  ] as const) {
    it(`names a Secret that ${title}`, () => {
      assert.throws(
        () => storedRelease({ metadata: { name: "web.v1", namespace: "shop" }, data }),
        (error) =>
          error instanceof CliError &&
          error.message.startsWith(
            "Secret shop/web.v1: is labelled as Helm's and is no release (",
          ) &&
          error.message.endsWith(
            "). Delete it if nothing needs it, and run the same command again.",
          ),
      );
    });
  }
});

describe("definitionsOf", () => {
  it("finds those of the manifest and those of crds/, and no other file", () => {
    const other = thingsYaml.replaceAll("things", "others");
    const read = thingsYaml.replaceAll("things", "unread");
    assert.deepEqual(
      definitionsOf(
        storedRelease(
          helmSecret({
            manifest: `---\n# Source: a.yaml\n${configMap}---\n${thingsYaml}`,
            files: { "crds/others.yaml": other, "README.md": read, "files/unread.yaml": read },
          }),
        ),
      ),
      ["things.example.com", "others.example.com"],
    );
  });

  for (const [title, yaml] of [
    [
      "written in one line",
      thingsYaml.replace(/metadata:\n[^]*?spec/, "metadata: { name: things.example.com }\nspec"),
    ],
    ["in quotes", thingsYaml.replace(/(name: )(.*)/, '$1"$2"').replace(/(kind: )(.*)/, '$1"$2"')],
    ["below deep annotations", thingsYaml.replace("metadata:\n", "metadata:\n\n  # kept\n")],
    ["in a file with Windows line ends", thingsYaml.replaceAll("\n", "\r\n")],
  ] as const) {
    it(`reads a name ${title}`, () => {
      assert.deepEqual(definitionsOf({ manifest: yaml }), ["things.example.com"]);
    });
  }

  it("does not take the name of a property in the schema for its own", () => {
    const schema = "  versions:\n  - schema:\n      metadata:\n        name: wrong\n";
    assert.deepEqual(definitionsOf({ manifest: `${thingsYaml}${schema}` }), ["things.example.com"]);
  });

  it("takes no object for a definition that only speaks of one", () => {
    const speaking = `${configMap}data:\n  text: |\n    kind: CustomResourceDefinition\n`;
    assert.deepEqual(definitionsOf({ manifest: speaking }), []);
  });

  it("finds none where there is nothing", () => {
    assert.deepEqual(definitionsOf({}), []);
  });
});

describe("objectsOf", () => {
  it("leaves out the definitions", () => {
    const objects = objectsOf({ manifest: `---\n${thingsYaml}\n---\n${configMap}` });
    assert.deepEqual(
      objects.map(({ kind, metadata }) => `${kind}/${metadata.name}`),
      ["ConfigMap/settings"],
    );
  });
});
