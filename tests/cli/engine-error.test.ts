import assert from "node:assert/strict";

import { CommandError } from "@pulumi/pulumi/automation/index.js";

import { engineError, noEngine } from "../../cli/engine-error.ts";
import { CliError } from "../../cli/errors.ts";

describe("engineError", () => {
  it("hands a refusal of a hook of ours on as it is", () => {
    const error = engineError(new Error("exit code 1"), [
      '<{%reset%}>before hook "refuse-tenants" failed: platform: staging uses it. Destroy it first.<{%reset%}>\n',
      "<{%reset%}>update failed<{%reset%}>",
    ]);
    assert.ok(error instanceof CliError);
    assert.equal(error.message, "platform: staging uses it. Destroy it first.");
  });

  it("says the same thing once", () => {
    assert.equal(engineError(new Error(), ["a", "a", "b"]).message, "a\nb");
  });

  it("says what to do about a state that a killed run left unreadable", () => {
    const message = "code: 255\n stdout: \n stderr: error: failed to load checkpoint: EOF\n";
    const error = engineError(new CommandError(message));
    assert.match(error.message, /^pulumi: error: failed to load checkpoint: EOF\nA run was killed/);
    assert.match(
      error.message,
      /remove the empty .pulumi\/stacks\/<project>\/<stack>\.json\.attrs/,
    );
  });

  it("leaves a defect of ours as it is when the engine has nothing to say", () => {
    const defect = new TypeError("x is not a function");
    assert.equal(engineError(defect, ["update failed"]), defect);
  });
});

describe("noEngine", () => {
  it("says where to get what is missing", () => {
    assert.equal(
      noEngine(new Error("Command failed with ENOENT: pulumi version\nspawn pulumi ENOENT"))
        .message,
      "pulumi: not found on PATH. Install the Pulumi CLI: https://www.pulumi.com/docs/iac/download-install/",
    );
  });

  it("says what is wrong with what is there", () => {
    assert.equal(
      noEngine(new Error("Major version mismatch.\nMore")).message,
      "pulumi: cannot be used (Major version mismatch.). Install a current Pulumi CLI: https://www.pulumi.com/docs/iac/download-install/",
    );
  });
});
