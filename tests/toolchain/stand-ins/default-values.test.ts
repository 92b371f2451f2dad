import assert from "node:assert/strict";

import { defaultValues } from "../../../toolchain/stand-ins/default-values.ts";

describe("the default values of a stand-in", () => {
  it("are nested by path", () => {
    const lines = [
      { path: ["server", "replicas"], value: 1 },
      { path: ["server", "resources"], value: {} },
      { path: ["name"], value: "" },
    ];

    assert.deepEqual(defaultValues(lines), { server: { replicas: 1, resources: {} }, name: "" });
  });

  it("take the later of two lists, as a chart's values go over its dependency's", () => {
    const lines = [
      { path: ["exporter", "port"], value: 1 },
      { path: ["exporter", "tag"], value: "a" },
      { path: ["exporter", "port"], value: 2 },
    ];

    assert.deepEqual(defaultValues(lines), { exporter: { port: 2, tag: "a" } });
  });

  it("keep what is in a map that a later list leaves empty, and give way to any other value", () => {
    const filled = { path: ["a", "b"], value: 1 };

    assert.deepEqual(defaultValues([filled, { path: ["a"], value: {} }]), { a: { b: 1 } });
    assert.deepEqual(defaultValues([filled, { path: ["a"], value: [] }]), { a: [] });
    assert.deepEqual(defaultValues([{ path: ["a"], value: null }, filled]), { a: { b: 1 } });
  });
});
