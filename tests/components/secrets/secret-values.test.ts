import assert from "node:assert/strict";

import * as pulumi from "@pulumi/pulumi";

import { SecretValues } from "../../../components/secrets/secret-values.ts";
import { loadSecretValues } from "../../../config/load.ts";
import { recordComponent } from "../../support/record-component.ts";

/** What is read of `msa:secrets`, and whether it stays secret. */
async function read(name: string, stored?: string): Promise<{ text?: string; isSecret: boolean }> {
  const found = { isSecret: false } as { text?: string; isSecret: boolean };
  const { error } = await recordComponent(async () => {
    pulumi.runtime.setAllConfig(stored === undefined ? {} : { "msa:secrets": stored });
    const value = new SecretValues(loadSecretValues()).value(name);
    found.isSecret = await pulumi.isSecret(value);
    value.apply((text) => (found.text = text));
  });
  pulumi.runtime.setAllConfig({});
  assert.equal(error, undefined);
  return found;
}

describe("SecretValues", () => {
  const stored = JSON.stringify({ "registry/password": "a$b\n", "a/key": "one\ntwo\r\n" });

  it("reads a value by its name, which may have slashes, and keeps it secret", async () => {
    assert.deepEqual(await read("registry/password", stored), { text: "a$b", isSecret: true });
  });

  it("leaves out the line break at the end, and no other", async () => {
    assert.equal((await read("a/key", stored)).text, "one\ntwo");
  });

  it("has nothing for a name that is not set, and nothing at all for a stack without secrets", async () => {
    assert.deepEqual(await read("other", stored), { text: "", isSecret: true });
    assert.deepEqual(await read("registry/password"), { text: "", isSecret: true });
  });
});
