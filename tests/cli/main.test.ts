import assert from "node:assert/strict";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";

import { CommanderError } from "commander";

import { CliError } from "../../cli/errors.ts";
import { parse } from "../../config/parse.ts";
import { readConfigFiles } from "../../config/read-files.ts";
import { program } from "../../cli/program.ts";
import { makeCheckout, type Checkout } from "../support/checkout.ts";

const hint = "(add --help for what it takes)\n";

/** Runs the command line in this process; what it prints, and how it fails. */
async function typed(line: string): Promise<{ out: string; failed: string }> {
  const whole = program();
  let out = "";
  let failed = "";
  for (const command of [whole, ...whole.commands]) {
    command.configureOutput({
      writeOut: (text) => (out += text),
      writeErr: (text) => (failed += text),
    });
  }
  await whole.parseAsync(["node", "msa", ...line.split(" ")]).catch((error: unknown) => {
    if (error instanceof CliError) failed += `${error.message}\n`;
    else if (!(error instanceof CommanderError)) throw error;
  });
  return { out, failed };
}

describe("the command line", () => {
  for (const verb of program().commands.map((command) => command.name())) {
    it(`gives examples at ${verb} --help`, async () => {
      const { out, failed } = await typed(`${verb} --help`);
      assert.equal(failed, "");
      assert.match(out, new RegExp(`\\nExamples?:\\n  \\./msa ${verb}`));
    });
  }

  const refused: readonly [string, string, string][] = [
    ["a missing argument", "render", `error: missing required argument 'environment'\n${hint}`],
    [
      "a timeout that is no number",
      "up --timeout soon",
      `error: option '--timeout <seconds>' argument 'soon' is invalid. must be a whole number of seconds (found soon).\n${hint}`,
    ],
    [
      "--metrics for a cluster that is not ours",
      "up --metrics --context try",
      `error: option '--metrics' cannot be used with option '--context <context>'\n${hint}`,
    ],
    [
      "both --local and --context",
      "status staging --local --context try",
      `error: option '--local' cannot be used with option '--context <context>'\n${hint}`,
    ],
  ];
  for (const [title, line, message] of refused) {
    it(`refuses ${title}`, async () => {
      assert.deepEqual(await typed(line), { out: "", failed: message });
    });
  }
});

describe("./msa", function () {
  this.timeout(60_000);
  let checkout: Checkout;
  before(() => {
    checkout = makeCheckout();
  });
  after(() => checkout.remove());

  it("prints help on stdout, and ends with 0", async () => {
    const { code, stdout, stderr } = await checkout.msa(["status", "--help"]);
    assert.deepEqual([code, stderr], [0, ""]);
    assert.match(stdout, /^Usage: msa status \[options\]/);
  });

  const wrong: readonly [string, string, string][] = [
    [
      "an unknown verb with the nearest",
      "stauts",
      `error: unknown command 'stauts'\n(Did you mean status?)\n${hint}`,
    ],
    [
      "an unknown option with the nearest",
      "status --jsno",
      `error: unknown option '--jsno'\n(Did you mean --json?)\n${hint}`,
    ],
    [
      "an environment that does not exist with the nearest",
      "status prod",
      'environment: there is no environment "prod". Did you mean "production"? Environments are development, staging and production.\n',
    ],
    [
      "--demo without a cluster to show it on",
      "up --demo",
      "--demo: is for your own cluster; the local one needs none. Add --context <context>.\n",
    ],
  ];
  for (const [title, line, message] of wrong) {
    it(`refuses ${title}, and ends with 2`, async () => {
      assert.deepEqual(await checkout.msa(line.split(" ")), {
        code: 2,
        stdout: "",
        stderr: message,
      });
    });
  }

  const noCluster = "(the stack is not pinned to one and no local one runs). Start a local one:";
  for (const [line, message] of [
    ["status staging", `staging: no cluster ${noCluster} make up ENV=staging\n`],
    ["pulumi staging -- version", `staging: no cluster ${noCluster} make up ENV=staging\n`],
    [
      "status",
      "no environment is up (no stack is pinned to a cluster and no local one runs). Start a local one: make up\n",
    ],
    [
      "status --context try",
      '--context: no environment was ever brought up there (found "try"). Do it: make up CONTEXT=try\n',
    ],
  ] as const) {
    it(`says at ${line} that there is no cluster, and ends with 1`, async () => {
      assert.deepEqual(await checkout.msa(line.split(" ")), {
        code: 1,
        stdout: "",
        stderr: message,
      });
    });
  }

  it("prints with --json nothing but JSON, and no colour into a pipe", async () => {
    const json = await checkout.msa(["doctor", "--json"]);
    assert.ok(Array.isArray(JSON.parse(json.stdout)));
    const table = await checkout.msa(["doctor"], { FORCE_COLOR: "1" });
    assert.match(table.stdout, /prerequisite/);
    assert.ok(!table.stdout.includes("\u001b"));
  });

  it("says how to install the dependencies where there are none", async () => {
    const { code, stderr } = await checkout.run("sh", [
      "-c",
      "mkdir home/bare && cp msa home/bare/ && home/bare/msa status",
    ]);
    assert.equal(code, 2);
    assert.equal(
      stderr,
      `msa: the dependencies are not installed (${join(checkout.folder, "home/bare")}/node_modules not found). Run: make deps\n`,
    );
  });
});

describe("./msa with a wrong stack file", function () {
  this.timeout(60_000);
  let checkout: Checkout;
  let problem: string;
  before(() => {
    checkout = makeCheckout();
    checkout.edit("Pulumi.staging.yaml", "replicas: 2", 'replicas: "2x"');
    try {
      parse(
        readConfigFiles({
          projectFile: join(checkout.folder, "Pulumi.yaml"),
          stackFile: join(checkout.folder, "Pulumi.staging.yaml"),
          stack: "staging",
        }),
      );
    } catch (error) {
      problem = (error as Error).message;
    }
  });
  after(() => checkout.remove());

  for (const line of [
    "up staging",
    "up staging --context none",
    "status staging",
    "status",
    "render staging",
    "pulumi staging -- preview",
  ]) {
    it(`prints at ${line} what is wrong in it and nothing else, and starts nothing`, async () => {
      assert.match(problem, /^Pulumi\.staging\.yaml has 1 problem:\n {2}profile\.replicas: /);
      assert.deepEqual(await checkout.msa(line.split(" ")), {
        code: 2,
        stdout: "",
        stderr: `${problem}\n`,
      });
      // What Node compiled is nothing of the run's.
      const written = readdirSync(join(checkout.folder, ".msa")).filter((x) => x !== "compiled");
      assert.deepEqual(written, ["toolchain"]);
      assert.equal(checkout.gitStatus(), " M Pulumi.staging.yaml\n");
    });
  }

  it("says where the file comes from when it is gone", async () => {
    await checkout.run("rm", ["Pulumi.staging.yaml"]);
    const { code, stderr } = await checkout.msa(["up", "staging"]);
    assert.equal(code, 2);
    assert.equal(
      stderr,
      "Pulumi.staging.yaml has 1 problem:\n  whole file: does not exist. " +
        "Each of development, staging and production has its own file; restore it from Git.\n",
    );
    assert.ok(!existsSync(join(checkout.folder, ".msa/local")));
  });
});
