import assert from "node:assert/strict";
import { parseManifests } from "../../manifests/parse-manifests.ts";

const object = (name: string) => ({ apiVersion: "v1", kind: "ConfigMap", metadata: { name } });
const text = (name: string) => `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: ${name}}\n`;

/** The `data` of a ConfigMap written with `line` in it. */
function dataOf(line: string): unknown {
  return parseManifests(`${text("a")}data:\n  ${line}\n`)[0]?.["data"];
}

describe("parseManifests", () => {
  it("keeps the order and leaves out documents that hold only comments", () => {
    assert.deepEqual(parseManifests(`---\n${text("b")}---\n# nothing\n---\n${text("a")}`), [
      object("b"),
      object("a"),
    ]);
  });

  it("finds nothing in nothing", () => {
    assert.deepEqual(parseManifests(""), []);
  });

  it("takes the items out of a List", () => {
    const list = { apiVersion: "v1", kind: "List", items: [object("a"), object("b")] };

    assert.deepEqual(parseManifests(JSON.stringify(list)), [object("a"), object("b")]);
  });

  it("reads on and 0644 as Kubernetes does, and dates as text", () => {
    assert.deepEqual(dataOf("on: off"), { true: false });
    assert.deepEqual(dataOf("mode: 0644"), { mode: 420 });
    assert.deepEqual(dataOf("at: 2024-01-01"), { at: "2024-01-01" });
    assert.deepEqual(dataOf("time: 12:30"), { time: "12:30" });
  });

  it("takes the last of two equal keys", () => {
    assert.deepEqual(dataOf("a: 1\n  a: 2"), { a: 2 });
  });

  it("refuses a document that is no object, and shows it", () => {
    assert.throws(() => parseManifests("kind: Deployment\n"), {
      message: 'rendered document is not a Kubernetes object: {"kind":"Deployment"}',
    });
  });

  it("refuses text that is not YAML", () => {
    assert.throws(() => parseManifests("a: [1"), /^Error: rendered text is not YAML: /);
  });
});
