import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { loadConfig } from "../../config/load.ts";
import { parse } from "../../config/parse.ts";
import { configFromText } from "../../config/read-files.ts";
import { baseText } from "./fixture.ts";

const projectText = baseText("Pulumi.yaml");
const stackText = baseText("Pulumi.production.yaml");

/** The values as the engine sets them before it runs a program. */
function flatBase(): Record<string, string> {
  const { values } = configFromText({ projectText, stackText, stack: "production" });
  return Object.fromEntries(
    Object.entries(values).map(([key, value]) => [
      key,
      typeof value === "string" ? value : JSON.stringify(value),
    ]),
  );
}

describe("loadConfig", () => {
  before(async () => {
    await pulumi.runtime.setMocks(
      { newResource: ({ inputs }) => ({ id: "", state: inputs as object }), call: () => ({}) },
      "msa",
      "production",
    );
  });
  afterEach(() => {
    pulumi.runtime.setAllConfig({});
  });

  it("gives what the files give", () => {
    pulumi.runtime.setAllConfig(flatBase());
    const fromFiles = parse(configFromText({ projectText, stackText, stack: "production" }));
    assert.deepEqual(loadConfig(), fromFiles);
  });

  it("throws what the engine shows without a stack trace", () => {
    pulumi.runtime.setAllConfig({ ...flatBase(), "msa:awaitHealthy": "3x" });
    assert.throws(loadConfig, (error: unknown) => {
      assert.ok(pulumi.RunError.isInstance(error));
      assert.equal(
        error.message,
        'Pulumi.production.yaml has 1 problem:\n  awaitHealthy: must be true or false (found "3x"). Remove the line to use the default of false.',
      );
      return true;
    });
  });

  it("knows which keys are encrypted, and does not show them", () => {
    pulumi.runtime.setAllConfig({ ...flatBase(), "msa:branch": "canary 7" }, ["msa:branch"]);
    assert.throws(loadConfig, {
      message:
        "Pulumi.production.yaml has 1 problem:\n  branch: must not have an encrypted value, since all of it is written into Argo CD's Applications. Keep it in a Kubernetes Secret and name that here.",
    });
  });
});
