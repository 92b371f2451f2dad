import assert from "node:assert/strict";
import { PassThrough } from "node:stream";
import { text } from "node:stream/consumers";

import { CliError } from "../../../cli/errors.ts";
import { confirmOn } from "../../../cli/print/confirm.ts";

/** A terminal on which somebody types. */
function terminal(isTTY = true) {
  return { input: Object.assign(new PassThrough(), { isTTY }), output: new PassThrough() };
}

describe("confirmOn", () => {
  for (const [typed, agreed] of [
    ["staging\n", true],
    ["  staging \n", true],
    ["yes\n", false],
    ["stagin\n", false],
    ["\n", false],
  ] as const) {
    it(`takes ${JSON.stringify(typed)} for a ${agreed ? "yes" : "no"}`, async () => {
      const { input, output } = terminal();
      input.write(typed);
      const asked = confirmOn({ yes: false, word: "staging", input, output })("Remove it?");
      assert.equal(await asked, agreed);
      output.end();
      assert.equal(await text(output), "Remove it? Type staging to go on: ");
    });
  }

  it("takes the end of the input for a no", async () => {
    const { input, output } = terminal();
    input.end();
    assert.equal(
      await confirmOn({ yes: false, word: "staging", input, output })("Remove it?"),
      false,
    );
  });

  it("asks nobody when the answer is given", async () => {
    const { input, output } = terminal(false);
    assert.equal(
      await confirmOn({ yes: true, word: "staging", input, output })("Remove it?"),
      true,
    );
    output.end();
    assert.equal(await text(output), "");
  });

  it("goes on without a terminal only when told so", async () => {
    const { input, output } = terminal(false);
    await assert.rejects(
      confirmOn({ yes: false, word: "staging", input, output })("Remove it?"),
      (error) =>
        error instanceof CliError &&
        error.exitCode === 2 &&
        error.message ===
          "confirmation: there is no terminal to ask on. Add --yes to go on without.",
    );
  });
});
