import assert from "node:assert/strict";

import { CommanderError } from "commander";

import { program } from "../../../cli/program.ts";

describe("a command line of deploy, history, rollback or promote that is wrong", () => {
  const lines: readonly (readonly [string, string])[] = [
    ["deploy", "error: missing required argument 'environment'"],
    ["deploy staging", "error: missing required argument 'service'"],
    [
      "deploy staging user-service --timeout never",
      "error: option '--timeout <seconds>' argument 'never' is invalid. must be a whole number of seconds (found never).",
    ],
    [
      "deploy staging user-service --pr --commit",
      "error: option '--pr' cannot be used with option '--commit'",
    ],
    [
      "deploy staging user-service --local --context x",
      "error: option '--local' cannot be used with option '--context <context>'",
    ],
    [
      "deploy staging user-service --versoin 1.0.0",
      "error: unknown option '--versoin'\n(Did you mean --version?)",
    ],
    ["history staging", "error: missing required argument 'service'"],
    [
      "rollback staging user-service 1 2",
      "error: too many arguments for 'rollback'. Expected 3 arguments but got 4: staging, user-service, 1, 2.",
    ],
    ["promote --from staging", "error: required option '--to <environment>' not specified"],
    ["promote --to staging", "error: required option '--from <environment>' not specified"],
  ];
  for (const [line, message] of lines) {
    it(`is told: ${line}`, async () => {
      const command = program();
      for (const each of command.commands) each.configureOutput({ writeErr: () => undefined });
      await assert.rejects(command.parseAsync(["node", "msa", ...line.split(" ")]), (error) => {
        assert.ok(error instanceof CommanderError, String(error));
        assert.deepEqual([error.exitCode, error.message], [1, message]);
        return true;
      });
    });
  }

  for (const line of [
    "deploy prod user-service",
    "history prod user-service",
    "rollback prod user-service",
    "promote --from staging --to prod --all",
  ]) {
    it(`names the environment that was meant: ${line}`, async () => {
      await assert.rejects(program().parseAsync(["node", "msa", ...line.split(" ")]), {
        exitCode: 2,
        message: /^environment: there is no environment "prod"\. Did you mean "production"\?/,
      });
    });
  }
});
