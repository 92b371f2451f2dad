import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";

import { modulesFolder } from "../../toolchain/layout.ts";
import { tools } from "../../toolchain/tools.ts";

/** Tools whose module carries another version than the tool: a pseudo-version, or v0 for v1. */
const versionInModule: Readonly<Record<string, string>> = {
  "pulumi-resource-kubernetes": "v4.0.0-20260115033456-f47bc2d6f199",
  prometheus: "v0.308.1",
  promtool: "v0.308.1",
};

describe("each tool", () => {
  const goMod = (module: string) =>
    readFileSync(path.join(modulesFolder, module, "go.mod"), "utf8");

  for (const { name, module, version, versionFlags } of tools) {
    it(`${name} has the version that its go.mod pins`, () => {
      const pinned = versionInModule[name] ?? `v${version}`;
      assert.match(goMod(module), new RegExp(`^(require |\t)\\S+ ${pinned}( // indirect)?$`, "m"));
    });

    it(`${name} has checksums`, () => {
      assert.ok(existsSync(path.join(modulesFolder, module, "go.sum")));
    });

    if (versionFlags !== undefined) {
      it(`${name} says its own version`, () => {
        assert.match(versionFlags, new RegExp(`ersion=v?${version}( |$)`, "i"));
      });
    }
  }

  it("is the reason for every Go module in the folder, but for the CRDs", () => {
    const folders = readdirSync(modulesFolder).filter((folder) =>
      existsSync(path.join(modulesFolder, folder, "go.mod")),
    );

    const used = new Set([...tools.map(({ module }) => module), "crds"]);
    assert.deepEqual(folders.sort(), [...used].sort());
  });
});
