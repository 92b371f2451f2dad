import assert from "node:assert/strict";
import { PassThrough } from "node:stream";
import { text } from "node:stream/consumers";

import type { AskedSecret } from "../../../cli/commands/secrets-set.ts";
import { CliError } from "../../../cli/errors.ts";
import { askSecretOn, askSecretsOn } from "../../../cli/print/ask-secret.ts";

const secret: AskedSecret = {
  name: "registry/password",
  purpose: "password of the robot",
  form: "text",
  command: "./msa secrets set staging registry/password",
};
const key: AskedSecret = { ...secret, form: "private-key" };
const prompt = "registry/password (password of the robot), not shown: ";

/** A terminal on which somebody types, or a pipe. */
function ends(isTTY: boolean) {
  return { input: Object.assign(new PassThrough(), { isTTY }), output: new PassThrough() };
}

const refused = (message: string) => (error: unknown) =>
  error instanceof CliError && error.exitCode === 2 && error.message === message;

describe("askSecretOn", () => {
  it("asks on a terminal, and shows nothing of what is typed", async () => {
    const { input, output } = ends(true);
    input.write("hunter2\r");
    assert.equal(await askSecretOn({ input, output })(secret), "hunter2");
    output.end();
    assert.equal(await text(output), `${prompt}\n`);
  });

  it("takes the correction of a typing error", async () => {
    const { input, output } = ends(true);
    input.write("hunterr\u007f2\r");
    assert.equal(await askSecretOn({ input, output })(secret), "hunter2");
  });

  for (const [title, typed] of [
    ["Ctrl-C", "hun\u0003"],
    ["Ctrl-D", "\u0004"],
  ] as const) {
    it(`takes ${title} for no answer`, async () => {
      const { input, output } = ends(true);
      input.write(typed);
      await assert.rejects(
        askSecretOn({ input, output })(secret),
        refused("registry/password: nothing was entered, so it was not set."),
      );
    });
  }

  it("does not let anybody type a key of several lines", async () => {
    await assert.rejects(
      askSecretOn(ends(true))(key),
      refused(
        `registry/password: has several lines, which cannot be typed. Give the file: ${key.command} < <file>`,
      ),
    );
  });

  it("takes all of a pipe, line breaks included, and asks nothing", async () => {
    const { input, output } = ends(false);
    input.end("-----BEGIN\nüx\n");
    assert.equal(await askSecretOn({ input, output })(key), "-----BEGIN\nüx\n");
    output.end();
    assert.equal(await text(output), "");
  });

  it("refuses a pipe that is no text, instead of writing something else", async () => {
    const { input, output } = ends(false);
    input.end(Buffer.from([0x61, 0xff, 0x62]));
    await assert.rejects(
      askSecretOn({ input, output })(secret),
      refused("registry/password: must be text in UTF-8 (found other bytes). Nothing was written."),
    );
  });
});

describe("askSecretsOn", () => {
  it("asks for one after the other", async () => {
    const { input, output } = ends(true);
    const ask = askSecretsOn({ input, output });
    input.write("one\r");
    assert.equal(await ask(secret), "one");
    input.write("\r");
    assert.equal(await ask(secret), "");
  });

  it("says how a key of several lines is given, and goes on", async () => {
    const { input, output } = ends(true);
    assert.equal(await askSecretsOn({ input, output })(key), "");
    output.end();
    assert.equal(
      await text(output),
      `registry/password (password of the robot) has several lines: ${key.command} < <file>\n`,
    );
  });

  it("wants a terminal", () => {
    assert.throws(
      () => askSecretsOn(ends(false)),
      refused(
        "--all-missing: there is no terminal to ask on. Name one secret and give its value on standard input.",
      ),
    );
  });
});
