import assert from "node:assert/strict";

import { pulumiCall } from "../../../cli/commands/pulumi.ts";
import { root as projectRoot } from "../../../cli/paths.ts";
import { program } from "../../../cli/program.ts";
import type { Target } from "../../../cli/target.ts";
import { tool } from "../../support/tools.ts";

const stack: Target = {
  environment: "staging",
  kind: "stack",
  context: "staging",
  stackFile: `${projectRoot}/Pulumi.staging.yaml`,
};
const local: Target = {
  ...stack,
  kind: "local",
  folder: "/run",
  kubeconfig: "/run/kubeconfig",
  stackFile: "/run/Pulumi.staging.yaml",
};
const file = ["--config-file", "/run/Pulumi.staging.yaml"];

function call(target: Target, line: string) {
  const { command, args, cwd } = pulumiCall(target, line.split(" "));
  return { command, line: args.join(" "), cwd };
}

describe("pulumiCall", () => {
  for (const [line, expected] of [
    ["preview --diff", `preview --diff ${file.join(" ")}`],
    ["up --yes", `up --yes ${file.join(" ")}`],
    ["dn", `dn ${file.join(" ")}`],
    ["refresh", `refresh ${file.join(" ")}`],
    ["--non-interactive -v 3 preview", `--non-interactive -v 3 preview ${file.join(" ")}`],
    ["--color never up", `--color never up ${file.join(" ")}`],
    ["watch -- x", `watch ${file.join(" ")} -- x`],
  ] as const) {
    it(`runs ${line} in the checkout, with the joined file, on a local run`, () => {
      const pulumi = tool("pulumi");
      assert.deepEqual(call(local, line), { command: pulumi, line: expected, cwd: projectRoot });
    });
  }

  for (const line of [
    "stack rm --yes",
    "stack output urls",
    "config set msa:domain example.com",
    "config set count -- -5",
    "version",
    "cancel",
    "stack output preview",
    "--color up",
  ]) {
    it(`runs ${line} beside the joined file, which it may write or delete, on a local run`, () => {
      assert.deepEqual(call(local, line), { command: tool("pulumi"), line, cwd: "/run" });
    });
  }

  it("tells the program of a destroy or a refresh, by whatever name, and of nothing else", () => {
    const told = ["destroy", "down --yes", "dn", "refresh", "up", "stack output destroy"].map(
      (line) => pulumiCall(local, line.split(" ")).env["MSA_OPERATION"],
    );
    assert.deepEqual(told, ["destroy", "destroy", "destroy", "refresh", "", ""]);
  });

  it("chooses the stack for every subcommand", () => {
    assert.equal(pulumiCall(local, ["version"]).env["PULUMI_STACK"], "staging");
    assert.equal(pulumiCall(stack, ["preview"]).env["PULUMI_STACK"], "staging");
  });

  it("runs the person's own CLI in the checkout on the stack's own cluster", () => {
    assert.deepEqual(call(stack, "preview --diff"), {
      command: "pulumi",
      line: "preview --diff",
      cwd: projectRoot,
    });
  });
});

describe("./msa pulumi", () => {
  /** What the verb is given for a command line. */
  async function given(line: string): Promise<unknown> {
    const whole = program();
    let seen: unknown;
    whole.commands
      .find((command) => command.name() === "pulumi")
      ?.action((environment: string, args: string[], flags: object) => {
        seen = { environment, args, flags };
      });
    await whole.parseAsync(["node", "msa", ...line.split(" ")]);
    return seen;
  }

  it("hands on options that stand behind --", async () => {
    assert.deepEqual(await given("pulumi staging -- preview --diff --local"), {
      environment: "staging",
      args: ["preview", "--diff", "--local"],
      flags: {},
    });
  });

  it("takes its own options before --, and keeps a second --", async () => {
    assert.deepEqual(await given("pulumi staging --context try -- config set a -- -5"), {
      environment: "staging",
      args: ["config", "set", "a", "--", "-5"],
      flags: { context: "try" },
    });
  });

  it("needs no -- where there are no options", async () => {
    assert.deepEqual(await given("pulumi staging stack output urls"), {
      environment: "staging",
      args: ["stack", "output", "urls"],
      flags: {},
    });
  });
});
