import assert from "node:assert/strict";

import { leftOf } from "./process-tree.ts";
import { Project } from "./language-host/project.ts";

/** Each test starts an engine, and on a busy machine that takes seconds. */
const timeoutMilliseconds = 120_000;

describe("the language host", function () {
  this.timeout(timeoutMilliseconds);
  let project: Project;

  beforeEach(async () => {
    project = new Project();
    const { code, output } = await project.pulumi("stack", "init", "test");
    assert.equal(code, 0, output);
  });

  afterEach(() => {
    project.remove();
  });

  async function config(...pairs: [name: string, value: string][]): Promise<void> {
    for (const [name, value] of pairs) {
      const { code, output } = await project.pulumi("config", "set", name, value);
      assert.equal(code, 0, output);
    }
  }

  async function outputs(...flags: string[]): Promise<unknown> {
    const { output } = await project.pulumi("stack", "output", "--json", ...flags);
    return JSON.parse(output);
  }

  async function resourceTypes(): Promise<string[]> {
    const { output } = await project.pulumi("stack", "export");
    const { deployment } = JSON.parse(output) as {
      deployment: { resources?: { type: string }[] };
    };
    return (deployment.resources ?? []).map(({ type }) => type);
  }

  it("gives a program its config and the engine the program's outputs", async () => {
    await config(["plain", "visible"]);
    await project.pulumi("config", "set", "--secret", "secret", "hidden");

    const { code, output } = await project.pulumi("up", "--yes");

    assert.equal(code, 0, output);
    const known = {
      plain: "visible",
      project: "language-host",
      stack: "test",
      secretKeys: ["language-host:secret"],
    };
    assert.deepEqual(await outputs(), { ...known, secret: "[secret]" });
    assert.deepEqual(await outputs("--show-secrets"), { ...known, secret: "hidden" });
    assert.deepEqual(await resourceTypes(), [
      "pulumi:pulumi:Stack",
      "language-host:index:Greeting",
    ]);
  });

  it("registers nothing in a preview", async () => {
    const { code, output } = await project.pulumi("preview");

    assert.equal(code, 0, output);
    assert.deepEqual(await resourceTypes(), []);
  });

  it("passes standard output and standard error through", async () => {
    const { output } = await project.pulumi("preview");

    const lines = output.split("\n").map((line) => line.trim());
    assert.deepEqual(lines.filter((line) => line.startsWith("a line on")).sort(), [
      "a line on standard error",
      "a line on standard output",
    ]);
  });

  it("fails the update with the program's own message and makes none of its resources", async () => {
    await config(["ending", "error"]);

    const { code, output } = await project.pulumi("up", "--yes", "--skip-preview");

    assert.equal(code, 1, output);
    assert.match(output, /Error: the program has failed on purpose/);
    // The SDK reported it; the host must not add "exited with code 32".
    assert.doesNotMatch(output, /exited with code/);
    assert.deepEqual(await resourceTypes(), ["pulumi:pulumi:Stack"]);
  });

  it("names the exit code of a program that ends without a message", async () => {
    await config(["ending", "exit"]);

    const { code, output } = await project.pulumi("preview");

    assert.equal(code, 1, output);
    assert.match(output, /The program exited with code 3$/m);
  });

  it("says what to do when the SDK is not installed", async () => {
    const { code, output } = await project.withoutPackages().pulumi("preview");

    assert.equal(code, 1, output);
    assert.match(output, /the Pulumi SDK is not installed there\. Run npm ci in the project\./);
  });

  it("runs a policy pack that passes", async () => {
    const { code, output } = await project.pulumi("preview", "--policy-pack", "../pack");

    assert.equal(code, 0, output);
    assert.match(output, /language-host-pack@v1\.0\.0/);
  });

  it("fails a preview that violates a mandatory policy, with the policy's message", async () => {
    await config(["greeting", "insult"]);

    const { code, output } = await project.pulumi("preview", "--policy-pack", "../pack");

    assert.equal(code, 1, output);
    assert.match(output, /the greeting must be friendly \(found insult\)/);
  });

  for (const signal of ["SIGINT", "SIGTERM", "SIGKILL"] as const) {
    it(`leaves no process behind when the engine gets ${signal}`, async () => {
      await config(["ending", "never"]);
      const run = project.start("up", "--yes", "--skip-preview");
      await run.printed("the program is waiting");
      const started = project.descendantsOf(run);
      // The host, the program, and what the program has started.
      assert.equal(started.length, 3);

      run.engine.kill(signal);

      assert.deepEqual(await leftOf(started), []);
      assert.notEqual((await run.end).code, 0);
    });
  }
});
