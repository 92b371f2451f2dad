import assert from "node:assert/strict";

import { parseValueLines } from "../../../toolchain/stand-ins/value-paths.ts";

describe("a list of value paths", () => {
  it("is read as keys and JSON values, with keys in brackets taken whole", () => {
    const text = [
      "replicas = 1",
      'configs.cm["admin.enabled"] = true',
      '["grafana.ini"].server = {}',
      'podAnnotations["prometheus.io/port"] = "a = b"',
      "",
    ].join("\n");

    assert.deepEqual(parseValueLines(text, "list.txt"), [
      { path: ["replicas"], value: 1 },
      { path: ["configs", "cm", "admin.enabled"], value: true },
      { path: ["grafana.ini", "server"], value: {} },
      { path: ["podAnnotations", "prometheus.io/port"], value: "a = b" },
    ]);
  });

  const wrong: Record<string, string> = {
    "replicas: 1": "list.txt:2: not a value path (replicas: 1). Write: <path> = <JSON>",
    " = 1": "list.txt:2: not a value path ( = 1). Write: <path> = <JSON>",
    "a..b = 1": "list.txt:2: not a value path (a..b = 1). Write: <path> = <JSON>",
    "a. = 1": "list.txt:2: not a value path (a. = 1). Write: <path> = <JSON>",
    "a = one": "list.txt:2: what follows the = is not JSON (one). Write it as JSON.",
  };
  for (const [line, message] of Object.entries(wrong)) {
    it(`is refused with file and line for "${line}"`, () => {
      assert.throws(() => parseValueLines(`ok = 1\n${line}\n`, "list.txt"), {
        name: "ToolchainError",
        message,
      });
    });
  }
});
