import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { copyFileSync, mkdtempSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { toolbox } from "../toolchain/toolbox.ts";
import { root } from "./support/tools.ts";

const told = /Registering resource: t=msa:test:Thing/;

/** The real engine with a program of one resource, begun as ours is. */
describe("start.ts", () => {
  let folder: string;

  before(() => {
    folder = mkdtempSync(join(tmpdir(), "msa-start-"));
    for (const name of ["state", "home"]) mkdirSync(join(folder, name));
    symlinkSync(join(root, "node_modules"), join(folder, "node_modules"));
    copyFileSync(join(root, "start.ts"), join(folder, "start.ts"));
    writeFileSync(
      join(folder, "index.ts"),
      'import * as pulumi from "@pulumi/pulumi";\n' +
        'new pulumi.ComponentResource("msa:test:Thing", "thing");\n' +
        'export const environment = "here";\nexport const namespaceName = "n";\nexport const urls = {};\n',
    );
    writeFileSync(join(folder, "package.json"), '{ "type": "module", "main": "start.ts" }\n');
    writeFileSync(
      join(folder, "Pulumi.yaml"),
      "name: start\nruntime: { name: nodejs, options: { typescript: false } }\n",
    );
    pulumi(["stack", "init", "test"]);
  });
  after(() => {
    rmSync(folder, { recursive: true });
  });

  function pulumi(args: readonly string[], variables: NodeJS.ProcessEnv = {}): string {
    const tools = toolbox(root);
    const env = tools.environment({
      PULUMI_BACKEND_URL: `file://${join(folder, "state")}`,
      PULUMI_CONFIG_PASSPHRASE: "for this test only",
      PULUMI_HOME: join(folder, "home"),
      PULUMI_STACK: "test",
      ...variables,
    });
    const all = [...args, "--non-interactive", "--color", "never"];
    return execFileSync(tools.path("pulumi"), all, { cwd: folder, env, encoding: "utf8" });
  }

  it("hands on what the program exports", () => {
    assert.match(pulumi(["preview"]), /environment +: "here"/);
  });

  it("keeps what Pulumi's library says of each step to itself, unless it is asked for", () => {
    assert.doesNotMatch(pulumi(["preview", "--debug"]), told);
    assert.match(pulumi(["preview", "--debug"], { MSA_PULUMI_DEBUG: "1" }), told);
  });
});
