import assert from "node:assert/strict";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";

import { patchedModule, removePatchedModule } from "../../toolchain/patch.ts";
import { run } from "../../toolchain/run.ts";
import type { Patch } from "../../toolchain/tool.ts";
import { toolNamed } from "../../toolchain/tools.ts";
import { FakeMachine } from "./fake-tools.ts";

describe("a patched module", () => {
  const tool = toolNamed("argocd");
  const patch = tool.patch as Patch;
  let machine: FakeMachine;

  beforeEach(() => {
    machine = new FakeMachine();
    machine.installGo();
  });
  afterEach(() => {
    machine.remove();
  });

  const go = (...goArguments: string[]) => run("go", goArguments, { env: machine.env });

  it("is a copy in which every named file has the new text and none the old", async () => {
    const [flag, goMod = ""] = await patchedModule(machine.layout, tool, patch, go);
    assert.equal(flag, "-modfile");
    for (const file of patch.files) {
      const text = readFileSync(path.join(path.dirname(goMod), "source", file), "utf8");
      assert.equal(text, `package upstream\nconst address = ${patch.to}\n`);
    }
    assert.ok(existsSync(path.join(path.dirname(goMod), "go.sum")));
    removePatchedModule(machine.layout, tool);
    assert.ok(!existsSync(goMod));
  });

  it("is refused when upstream no longer has the text", async () => {
    const [file = ""] = patch.files;
    writeFileSync(path.join(machine.folder, "modules", patch.module, file), "package upstream\n");
    await assert.rejects(
      patchedModule(machine.layout, tool, patch, go),
      new RegExp(
        `^ToolchainError: argocd 3\\.5\\.7: its patch does not fit \\("0\\.0\\.0\\.0:%d" is not in ${path.basename(file)}\\)\\. `,
      ),
    );
  });
});
