import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { hostname, tmpdir } from "node:os";
import { dirname, join } from "node:path";

import { parseDocument } from "yaml";

import { pulumiCall } from "../../cli/commands/pulumi.ts";
import { openEngine } from "../../cli/engine.ts";
import { writeRunFiles } from "../../cli/local-run.ts";
import type { Target } from "../../cli/target.ts";
import { makeCheckout } from "../support/checkout.ts";
import { root, tool } from "../support/tools.ts";

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

  describe("after a run that was killed", () => {
    let lock: string;
    beforeEach(() => {
      const locks = join(target.folder, "state/.pulumi/locks/organization/msa/development");
      mkdirSync(locks, { recursive: true });
      lock = join(locks, "1253a731-adfd-4bbd-9147-db9991674592.json");
    });
    afterEach(() => {
      rmSync(lock, { force: true });
    });

    /** As the engine writes it, by a process that has ended. */
    function writeLock(changes: object = {}): number {
      const { pid } = spawnSync("true");
      const timestamp = "2026-11-23T08:40:37.574671338Z";
      const content = { pid, username: "kim", hostname: hostname(), timestamp, ...changes };
      writeFileSync(lock, JSON.stringify(content));
      return pid;
    }

    it("removes its lock, which the engine alone would be stopped by, and says so", async () => {
      const pid = writeLock();
      const refused = pulumi("destroy --yes --skip-preview");
      assert.notEqual(refused.status, 0);
      assert.match(
        refused.stderr,
        new RegExp(`locked by 1 lock[^]*created by kim@.* \\(pid ${pid}\\)`),
      );
      const lines: string[] = [];
      await openEngine(target, (line) => lines.push(line));
      assert.deepEqual(lines, [`Process ${pid} was killed; its lock was removed.`]);
      assert.equal(existsSync(lock), false);
    });

    it("reads a state beside which half a file was left, which the engine alone cannot", async () => {
      const attributes = join(target.folder, "state/.pulumi/stacks/msa/development.json.attrs");
      truncateSync(attributes);
      assert.match(pulumi("stack export").stderr, /failed to load checkpoint: EOF/);
      const lines: string[] = [];
      await openEngine(target, (line) => lines.push(line));
      assert.deepEqual(lines, [
        "A run was killed while it wrote the state, which is whole; what it left beside it was removed.",
      ]);
      assert.equal(pulumi("stack export").status, 0);
    });

    it("leaves the lock of another machine, and refuses", async () => {
      writeLock({ hostname: "elsewhere" });
      await assert.rejects(openEngine(target), /development: another run holds the state/);
      assert.equal(existsSync(lock), true);
    });
  });

  it("wants no secret for a destroy or a refresh, which come as far as the cluster", async () => {
    const text = parseDocument(readFileSync(target.stackFile, "utf8"));
    text.deleteIn(["config", "msa:password"]); // another test's
    text.setIn(["config", "msa:registryLogin"], { username: "robot" });
    const stackFile = join(target.folder, "with-login.yaml");
    writeFileSync(stackFile, String(text));
    const engine = await openEngine({ ...target, stackFile });
    await assert.rejects(engine.up(), /registry\/password: password of robot/);
    for (const operation of [() => engine.destroy(), () => engine.refresh()]) {
      await assert.rejects(operation(), (error: Error) => {
        assert.doesNotMatch(error.message, /registry\/password/);
        assert.match(error.message, /unreachable cluster/);
        return true;
      });
    }
    await assert.rejects(engine.up(), /registry\/password/);
  });

  it("knows an empty state", async () => {
    const engine = await openEngine(target);
    assert.deepEqual(await engine.state(), {
      releases: new Set(),
      interrupted: new Set(),
      isInterrupted: false,
      open: [],
      objects: [],
    });
  });
});

describe("openEngine on the stack's own cluster", function () {
  this.timeout(60_000);

  it("says that the person has no Pulumi CLI, and where to get it", async () => {
    const stackFile = join(root, "Pulumi.staging.yaml");
    const target: Target = { environment: "staging", kind: "stack", context: "none", stackFile };
    const { PATH } = process.env;
    process.env.PATH = "/nowhere";
    try {
      await assert.rejects(openEngine(target), {
        message:
          "pulumi: not found on PATH. Install the Pulumi CLI: https://www.pulumi.com/docs/iac/download-install/",
      });
    } finally {
      process.env.PATH = PATH;
    }
  });

  it("uses the person's CLI and backend, and leaves their selected stack as it is", async () => {
    const checkout = makeCheckout();
    try {
      const env = {
        PATH: `${dirname(tool("pulumi"))}:${process.env.PATH ?? ""}`,
        PULUMI_BACKEND_URL: `file://${checkout.folder}/home`,
        PULUMI_CONFIG_PASSPHRASE: "test",
      };
      for (const stack of ["staging", "development"]) {
        const { code, stderr } = await checkout.run("pulumi", ["stack", "init", stack], env);
        assert.equal(code, 0, stderr);
      }
      const script = `
        const { openEngine } = await import("./cli/engine.ts");
        const stackFile = "${checkout.folder}/Pulumi.staging.yaml";
        const engine = await openEngine({ environment: "staging", kind: "stack", context: "none", stackFile });
        console.log((await engine.state()).releases.size);`;
      const node = join(checkout.folder, "node_modules/.bin/node");
      const read = await checkout.run(node, ["--input-type=module", "--eval", script], env);
      assert.equal(read.stdout, "0\n", read.stderr);
      const selected = await checkout.run("pulumi", ["stack", "--show-name"], env);
      assert.equal(selected.stdout, "development\n");
    } finally {
      await checkout.remove();
    }
  });
});
