import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { pulumiCall } from "../../cli/commands/pulumi.ts";
import { openEngine } from "../../cli/engine.ts";
import { writeRunFiles } from "../../cli/local-run.ts";
import type { Target } from "../../cli/target.ts";
import { root } from "../support/tools.ts";

const poison = {
  PULUMI_BACKEND_URL: "https://poison.invalid",
  PULUMI_ACCESS_TOKEN: "poison",
  PULUMI_CONFIG_PASSPHRASE: "poison",
  PULUMI_STACK: "poison",
};

describe("openEngine", function () {
  this.timeout(120_000);
  let target: Target & { folder: string };
  const committed = () => readFileSync(join(root, "Pulumi.development.yaml"), "utf8");
  const earlier: NodeJS.ProcessEnv = {};

  before(() => {
    for (const name of Object.keys(poison)) earlier[name] = process.env[name];
    Object.assign(process.env, poison);
    const folder = mkdtempSync(join(tmpdir(), "msa-engine-"));
    const kubeconfig = join(folder, "kubeconfig");
    const stackFile = writeRunFiles(folder, "development", { context: "none", uid: "" });
    const context = "none";
    target = { environment: "development", kind: "local", folder, kubeconfig, context, stackFile };
  });
  after(() => {
    for (const name of Object.keys(poison)) {
      if (earlier[name] === undefined) Reflect.deleteProperty(process.env, name);
      else process.env[name] = earlier[name];
    }
    rmSync(target.folder, { recursive: true, force: true });
  });

  function pulumi(line: string, env: NodeJS.ProcessEnv = {}) {
    const call = pulumiCall(target, line.split(" "));
    const options = { cwd: call.cwd, env: { ...call.env, ...env }, encoding: "utf8" } as const;
    const { status, stdout, stderr } = spawnSync(call.command, call.args, options);
    return { status, stdout: stdout.trim(), stderr };
  }

  it("makes the stack in the run's own backend, whatever the person's variables say", async () => {
    const before = committed();
    await openEngine(target);
    const stacks = JSON.parse(pulumi("stack ls --json").stdout) as { name: string }[];
    assert.deepEqual(
      stacks.map(({ name }) => name),
      ["development"],
    );
    assert.equal(committed(), before);
  });

  it("encrypts with the run's own passphrase, and not with an empty one", () => {
    assert.equal(pulumi("config set --secret password swordfish").status, 0);
    assert.equal(pulumi("config get password").stdout, "swordfish");
    const empty = pulumi("config get password", { PULUMI_CONFIG_PASSPHRASE: "" });
    assert.notEqual(empty.status, 0);
    assert.match(empty.stderr, /incorrect passphrase/);
  });

  it("opens the same stack again", async () => {
    await openEngine(target);
    assert.equal(pulumi("config get password").stdout, "swordfish");
  });
});
